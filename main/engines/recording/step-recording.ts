import type { Tensor, Tf } from '../../../shared/layers/tfjs-contract.ts';
import type { Batch, NumericTensor } from '../engine.ts';
import type { StateCell } from '../state-cell.ts';
import type { TfjsModel } from '../tfjs-model.ts';
import { differenceOf } from './compare-traces.ts';
import type { NativeBackend } from './native-backend.ts';
import { record, tidied } from './recorder.ts';
import type { Trace } from './trace.ts';

/** What is recorded: a training step, or the scores of a batch. */
export type StepKind = 'train' | 'evaluate';

/** A recording, or the sentence why there is none. */
export type Recording = { readonly trace: Trace } | { readonly reason: string };

/** The names of a step's inputs. */
export const INPUT = {
  sample: (index: number) => `input/${index}`,
  target: (index: number) => `target/${index}`,
  step: 'step',
  number: (name: string) => `number/${name}`,
} as const;

/**
 * Records a step of a model without changing it: on the batch, and, as a guard, once more on its samples in the opposite order, with
 * the next step's number and the weights that the first has changed.
 *
 * @param tf the library
 * @param backend its backend
 * @param model computes the step
 * @param kind what to record
 * @param batch samples of the size to record
 * @param isGuarded false where another size of the same step was compared before
 */
export function recordStep(
  tf: Tf,
  backend: NativeBackend,
  model: TfjsModel,
  kind: StepKind,
  batch: Batch,
  isGuarded: boolean,
): Recording {
  const cells = model.cells;
  const before = new Map([...cells].map(([name, cell]) => [name, tf.clone(cell.read())]));
  const recorded = (given: Batch, step: number) => traced(tf, backend, model, kind, given, cells, step);
  try {
    const trace = recorded(batch, 0);
    const difference = isGuarded ? differenceOf(trace, recorded(reversed(batch), 1)) : null;
    return difference === null ? { trace } : { reason: difference };
  } finally {
    for (const [name, value] of before) cells.get(name)?.write(value);
    tf.dispose([...before.values()]);
  }
}

function traced(
  tf: Tf,
  backend: NativeBackend,
  model: TfjsModel,
  kind: StepKind,
  batch: Batch,
  cells: ReadonlyMap<string, StateCell>,
  step: number,
): Trace {
  const work = () => {
    const tensors = model.tensorsOf(batch);
    const inputs = new Map<string, Tensor>();
    for (const [i, tensor] of tensors.inputs.entries()) inputs.set(INPUT.sample(i), tensor);
    for (const [i, tensor] of tensors.targets.entries()) inputs.set(INPUT.target(i), tensor);
    if (kind === 'evaluate')
      return record(backend, { inputs, state: cells }, () => {
        model.evaluate(tensors);
        return [];
      });
    const number = tf.tensor1d([step], 'int32');
    inputs.set(INPUT.step, number);
    const numbers = new Map<string, Tensor>();
    for (const [name, value] of model.stepNumbers()) {
      const scalar = tf.scalar(value);
      numbers.set(name, scalar);
      inputs.set(INPUT.number(name), scalar);
    }
    return record(backend, { inputs, state: cells }, notes => {
      model.train(tensors, step, { step: number, numbers }, notes);
      return [];
    });
  };
  return tidied(tf, work);
}

/** The same samples in the opposite order: a different batch that is as valid. */
function reversed({ inputs, targets }: Batch): Batch {
  return { inputs: inputs.map(reversedTensor), targets: targets.map(reversedTensor) };
}

function reversedTensor({ shape, data }: NumericTensor): NumericTensor {
  const samples = shape[0] ?? 1;
  const size = data.length / samples;
  const result = data.slice();
  for (let i = 0; i < samples; i++)
    result.set(data.subarray(i * size, (i + 1) * size), (samples - 1 - i) * size);
  return { shape, data: result };
}
