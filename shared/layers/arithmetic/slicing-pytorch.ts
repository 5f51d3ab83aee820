import type { Dim } from '../../document/value.ts';
import { fail } from '../contract.ts';
import type { TorchContext, TorchModule } from '../pytorch-contract.ts';
import { elementsOf } from './elements.ts';
import { ENDLESS, sliceOf } from './slicing.ts';
import { allAxes, axesOf } from './tensor-axes.ts';
import { knownNumbers } from './tensor-pytorch.ts';

/** What the emission of a slice reads of its parameters. */
interface SliceParameters {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[] | null;
  readonly steps: readonly number[] | null;
}

/** A part of a tensor as an expression; what only the run tells is read from the wire. */
export function torchSlice(
  { parameters: p, inputs }: TorchContext<SliceParameters>,
  torch: TorchModule,
): string {
  const [input, starts, , axesWire, stepsWire] = inputs;
  const shape = input?.shape ?? [];
  const count = starts?.shape?.[0] ?? p.starts.length;
  const axes = knownNumbers(axesWire, p.axes, 'axes') ?? allAxes(Number(count));
  const steps = knownNumbers(stepsWire, p.steps, 'steps');
  const front = axesOf(axes, shape);
  const known = (port: number, given: readonly number[], i: number): Dim =>
    (inputs[port] ? elementsOf(inputs[port])?.[i] : given[i]) ?? null;
  const read = (port: number, given: readonly number[], i: number): string => {
    const value = known(port, given, i);
    return typeof value === 'number' ? String(value) : `int(${torch.document(port)}[${i}])`;
  };
  const sections = shape.map((dim, axis): string => {
    const i = front.indexOf(axis);
    if (i < 0) return ':';
    const step = steps?.[i] ?? 1;
    const [start, end] = [known(1, p.starts, i), known(2, p.ends, i)];
    if (step < 0) {
      if (typeof dim !== 'number' || typeof start !== 'number' || typeof end !== 'number')
        fail(
          'shape.unknown',
          'walks backwards along an axis whose extent is not known. Export ONNX instead.',
        );
      const taken = sliceOf(dim, start, end, step);
      return `torch.arange(${taken.start}, ${taken.start + taken.count * step}, ${step})`;
    }
    const from = start === 0 ? '' : read(1, p.starts, i);
    const isOpen = typeof end === 'number' && end >= ENDLESS;
    return `${from}:${isOpen ? '' : read(2, p.ends, i)}${step === 1 ? '' : `:${step}`}`;
  });
  while (sections.at(-1) === ':') sections.pop();
  const x = torch.document(0);
  if (sections.length === 0) return x;
  // Two lists of positions would pick pairs, so that one axis after the other is turned.
  const lists = sections.flatMap((section, axis) => (section.startsWith('torch') ? [axis] : []));
  const plain = sections.map((section, axis) => (lists.includes(axis) ? ':' : section));
  const ranges = plain.every(section => section === ':') ? x : `${x}[${plain.join(', ')}]`;
  return lists.reduce((code, axis) => `${code}[${':, '.repeat(axis)}${sections[axis]}]`, ranges);
}
