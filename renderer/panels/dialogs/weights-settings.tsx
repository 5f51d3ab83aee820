import { Field, NumberField, numberParser, Select } from '../../controls/index.ts';
import { hasWeights, useTraining } from '../../state/training-store.ts';
import { weightsLabel } from '../../train/wording.ts';
import { useExport } from './export-job.ts';

const FRESH = '';
const parseSeed = numberParser({ whole: true, min: 0, max: 4_294_967_295 });

/** Whose weights an export writes: those of a run, imported ones, or fresh ones of a seed. */
export function WeightsSettings() {
  const { run, seed } = useExport(store => store.settings);
  const set = useExport(store => store.set);
  const kept = useTraining(state => state.runs);
  const runs = (kept ?? []).filter(hasWeights);
  const isKnown = runs.some(each => each.path === run);
  return (
    <>
      <Field
        label="weights"
        hint={runs.length === 0 ? 'Runs of this network appear here once it was trained.' : undefined}
      >
        <Select
          value={isKnown && run !== null ? run : FRESH}
          options={[
            { value: FRESH, label: 'fresh, from a seed' },
            ...runs.map(each => ({ value: each.path, label: weightsLabel(each) })),
          ]}
          onChange={path => set({ run: path === FRESH ? null : path })}
        />
      </Field>
      {!isKnown && (
        <NumberField label="seed" value={seed} parse={parseSeed} onCommit={value => set({ seed: value })} />
      )}
    </>
  );
}
