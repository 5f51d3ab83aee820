import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../shared/contract/runs.ts';
import { Field, NumberField, numberParser, Segmented, Select, Switch } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { call } from '../../state/service.ts';
import { useExport } from './export-job.ts';

const OPSETS = [13, 14, 15, 16, 17, 18, 19, 20, 21];
const FRESH = '';
const parseSeed = numberParser({ whole: true, min: 0, max: 4_294_967_295 });

/** Weights, opset, layout and verification of an ONNX export. */
export function OnnxSettings() {
  const { run, seed, opset, layout, verify } = useExport(store => store.settings);
  const set = useExport(store => store.set);
  const runs = useRuns();
  const known = runs.some(each => each.path === run);
  return (
    <>
      <Field
        label="weights"
        hint={runs.length === 0 ? 'Runs of this network appear here once it was trained.' : undefined}
      >
        <Select
          value={known && run !== null ? run : FRESH}
          options={[
            { value: FRESH, label: 'fresh, from a seed' },
            ...runs.map(each => ({ value: each.path, label: runLabel(each) })),
          ]}
          onChange={path => set({ run: path === FRESH ? null : path })}
        />
      </Field>
      {!known && (
        <NumberField label="seed" value={seed} parse={parseSeed} onCommit={value => set({ seed: value })} />
      )}
      <Field label="opset" title="The version of ONNX's operators; 17 is read by most runtimes.">
        <Select
          value={String(opset)}
          options={OPSETS.map(value => ({ value: String(value) }))}
          onChange={value => set({ opset: Number(value) })}
        />
      </Field>
      <Field
        label="input layout"
        hint={
          layout === 'nhwc'
            ? 'Channels last, as the network is drawn.'
            : 'Channels first, as PyTorch and most ONNX models have it.'
        }
      >
        <Segmented
          value={layout}
          options={
            [
              { value: 'nhwc', label: 'NHWC' },
              { value: 'nchw', label: 'NCHW' },
            ] as const
          }
          onChange={value => set({ layout: value })}
        />
      </Field>
      <Field
        label="verify"
        hint={
          verify
            ? 'ONNX Runtime runs the file on random input and is compared with the engine; beyond 1e-4 the file is not kept.'
            : 'The file is written without being tried.'
        }
      >
        <Switch checked={verify} onChange={value => set({ verify: value })} text={verify ? 'yes' : 'no'} />
      </Field>
    </>
  );
}

function runLabel({ name, status, test }: RunSummary): string {
  const accuracy = test?.accuracy;
  const score = accuracy === undefined ? '' : `, ${(accuracy * 100).toFixed(1)} %`;
  return `${name}${score}${status === 'done' ? '' : `, ${status}`}`;
}

/** The kept runs of the open document, newest first; none where the service is away. */
function useRuns(): readonly RunSummary[] {
  const path = useEditor(state => state.path);
  const name = useEditor(state => state.document.name);
  const [runs, setRuns] = useState<readonly RunSummary[]>([]);
  useEffect(() => {
    let isCurrent = true;
    call('runs.list', { path, name }).then(
      found => {
        if (isCurrent)
          setRuns([...found].filter(run => run.epochsDone > 0).sort((a, b) => b.started - a.started));
      },
      () => {
        // Without a service there are no runs; the dialog says that it is away.
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [path, name]);
  return runs;
}
