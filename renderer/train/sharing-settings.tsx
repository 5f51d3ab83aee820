import { LEAST_MEMORY_LIMIT } from '../../shared/contract/runs.ts';
import type { Json, Parsed } from '../../shared/document/json.ts';
import { Field, NumberField, numberParser, Select } from '../controls/index.ts';
import { chooseRunOptions, useRunOptions } from '../state/run-options.ts';

const MEGABYTES = numberParser({ whole: true, min: LEAST_MEMORY_LIMIT, max: 16_777_216 });

/** 0 stands for no limit. */
function parseLimit(raw: Json): Parsed<number> {
  return raw === 0 ? { ok: true, value: 0 } : MEGABYTES(raw);
}

/** How trainings share the machine: one after the other or beside each other, and how much memory each may hold. */
export function SharingSettings() {
  const { waits, memoryLimit } = useRunOptions();
  return (
    <>
      <Field
        label="when one trains"
        title="What a new run does while others train on this machine, of other windows and the command line too"
      >
        <Select
          value={waits ? 'wait' : 'beside'}
          faint={waits}
          options={[
            { value: 'wait', label: 'wait in line' },
            { value: 'beside', label: 'train beside it' },
          ]}
          onChange={choice => chooseRunOptions({ waits: choice === 'wait' })}
        />
      </Field>
      <NumberField
        label="memory limit, MB"
        title="A training that holds more main memory is stopped with its weights kept; 0 for no limit"
        value={memoryLimit ?? 0}
        faint={memoryLimit === null}
        hint={memoryLimit === null ? '0 sets no limit.' : undefined}
        parse={parseLimit}
        step={256}
        onCommit={value => chooseRunOptions({ memoryLimit: value === 0 ? null : value })}
      />
    </>
  );
}
