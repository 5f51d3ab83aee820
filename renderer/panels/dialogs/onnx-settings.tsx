import { useMemo } from 'react';
import { channelsFirstOrder } from '../../../shared/exporters/needed-layers.ts';
import { chooseOpset } from '../../../shared/exporters/onnx/choose-opset.ts';
import { Field, Segmented, Select, Switch } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { useTraining } from '../../state/training-store.ts';
import { useExport } from './export-job.ts';

const AUTOMATIC = 'automatic';
const OPSETS = [13, 14, 15, 16, 17, 18, 19, 20, 21];

/** Whether the network has an input that can be given channels first instead of last. */
function useIsLayoutFree(): boolean {
  const inference = useEditor(state => state.inference);
  return useMemo(
    () =>
      [...inference.nodes.values()].some(
        node => node.layer?.traits.isInput && channelsFirstOrder(inference.graph, inference, node) !== null,
      ),
    [inference],
  );
}

/** The operator set that is written unless one is chosen; null where none suits, which the export then says. */
function useAutomaticOpset(): number | null {
  const inference = useEditor(state => state.inference);
  return useMemo(() => {
    try {
      return chooseOpset(inference, undefined);
    } catch {
      return null;
    }
  }, [inference]);
}

/** Opset, layout and verification of an ONNX export. */
export function OnnxSettings() {
  const isLayoutFree = useIsLayoutFree();
  const automatic = useAutomaticOpset();
  const { opset, layout, verify, run, withScaling } = useExport(store => store.settings);
  const scaling = useTraining(state => state.runs?.find(({ path }) => path === run)?.scaling ?? null);
  const set = useExport(store => store.set);
  return (
    <>
      <Field
        label="opset"
        title="The version of ONNX's operators. Automatic: that of the file the network came from, where its operators need it, else 17, which most runtimes read."
      >
        <Select
          value={opset === null ? AUTOMATIC : String(opset)}
          options={[
            { value: AUTOMATIC, label: automatic === null ? AUTOMATIC : `${AUTOMATIC} (${automatic})` },
            ...OPSETS.map(value => ({ value: String(value) })),
          ]}
          onChange={value => set({ opset: value === AUTOMATIC ? null : Number(value) })}
        />
      </Field>
      {isLayoutFree && (
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
      )}
      {scaling !== null && (
        <Field
          label="scaling"
          hint={
            withScaling
              ? `The model scales its inputs itself (${scaling}): it takes the numbers as they stand in the files.`
              : `Whoever runs the model scales its inputs: ${scaling}.`
          }
        >
          <Switch
            checked={withScaling}
            onChange={value => set({ withScaling: value })}
            text={withScaling ? 'in the model' : 'left to its user'}
          />
        </Field>
      )}
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
