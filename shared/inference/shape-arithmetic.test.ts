import { describe, expect, it } from 'vitest';
import type { Json } from '../document/json.ts';
import { emptyDocument } from '../document/schema.ts';
import type { Shape } from '../document/value.ts';
import { allProblems, inferDocument } from './infer.ts';

type Entry = readonly [type: string, parameters: Record<string, Json>, ...from: readonly string[]];

/** The shape of the last of some nodes behind an input x. */
function shapeOf(x: Shape, entries: Readonly<Record<string, Entry>>): Shape | null | undefined {
  const nodes: Record<string, { type: string; parameters: Record<string, Json> }> = {
    x: { type: 'InputLayer', parameters: { batch_shape: [...x] } },
  };
  const edges: { from: string; to: string; toPort?: number }[] = [];
  for (const [name, [type, parameters, ...from]] of Object.entries(entries)) {
    nodes[name] = { type, parameters };
    from.forEach((source, port) => {
      edges.push({ from: source, to: name, ...(port > 0 ? { toPort: port } : {}) });
    });
  }
  const last = Object.keys(entries).at(-1) ?? 'x';
  const inference = inferDocument({ ...emptyDocument('arithmetic'), nodes, edges, outputs: [last] });
  const error = allProblems(inference).find(problem => problem.severity === 'error');
  if (error) throw new Error(error.message);
  return inference.nodes.get(last)?.outputs[0]?.shape;
}

const whole = (value: number[], shape: number[] = [value.length]): Entry => [
  'Constant',
  { value, shape, dtype: 'int64' },
];

// onnx.shape_inference 1.22 with data_prop gives the same, or leaves unknown what follows by hand here.
describe('shapes computed from shapes', () => {
  it('x.view(x.size(0), -1) keeps the batch: 3 · 7 · 7 = 147', () => {
    expect(
      shapeOf(['N', 3, 7, 7], {
        s: ['Shape', {}, 'x'],
        batch: ['Gather', { axis: 0, indices: [0] }, 's'],
        row: ['Unsqueeze', { axes: [0] }, 'batch'],
        rest: whole([-1]),
        target: ['Concat', { axis: 0 }, 'row', 'rest'],
        y: ['ReshapeTensor', {}, 'x', 'target'],
      }),
    ).toEqual(['N', 147]);
  });

  it('a channel shuffle halves 116 channels: (N, 2, 58, 28, 28)', () => {
    expect(
      shapeOf(['N', 116, 28, 28], {
        s: ['Shape', {}, 'x'],
        channels: ['Gather', { axis: 0, indices: [1], indices_shape: [1] }, 's'],
        half: ['Binary', { function: 'divide', value: [2] }, 'channels'],
        batch: ['Slice', { starts: [0], ends: [1] }, 's'],
        image: ['Slice', { starts: [2], ends: [4] }, 's'],
        groups: whole([2]),
        target: ['Concat', { axis: 0 }, 'batch', 'groups', 'half', 'image'],
        y: ['ReshapeTensor', {}, 'x', 'target'],
      }),
    ).toEqual(['N', 2, 58, 28, 28]);
  });

  it('expand(N, -1, -1) of a class token, spelled with Equal and Where: (N, 1, 768)', () => {
    expect(
      shapeOf(['N', 3, 7, 7], {
        s: ['Shape', {}, 'x'],
        batch: ['Slice', { starts: [0], ends: [1] }, 's'],
        rest: whole([-1, -1]),
        target: ['Concat', { axis: 0 }, 'batch', 'rest'],
        length: ['Shape', {}, 'target'],
        ones: ['ConstantOfShape', { value: 1, dtype: 'int64' }, 'length'],
        minus: ['Binary', { function: 'multiply', value: [-1] }, 'ones'],
        same: ['Binary', { function: 'equal' }, 'target', 'minus'],
        chosen: ['Where', {}, 'same', 'ones', 'target'],
        token: ['Constant', { value: null, shape: [1, 1, 768] }],
        y: ['Expand', {}, 'token', 'chosen'],
      }),
    ).toEqual(['N', 1, 768]);
  });

  it('Resize to computed sizes keeps batch and channels', () => {
    expect(
      shapeOf(['N', 8, 7, 7], {
        s: ['Shape', {}, 'x'],
        front: ['Slice', { starts: [0], ends: [2] }, 's'],
        size: whole([14, 14]),
        target: ['Concat', { axis: 0 }, 'front', 'size'],
        y: ['Resize', {}, 'x', 'target'],
      }),
    ).toEqual(['N', 8, 14, 14]);
  });

  it('arithmetic in floats: ⌊7 · 1.5⌋ = 10 numbers', () => {
    expect(
      shapeOf(['N', 8, 7, 10], {
        s: ['Shape', {}, 'x'],
        height: ['Gather', { axis: 0, indices: [2] }, 's'],
        float: ['Cast', {}, 'height'],
        scaled: ['Binary', { function: 'multiply', value: [1.5] }, 'float'],
        floor: ['Unary', { function: 'floor' }, 'scaled'],
        limit: ['Cast', { dtype: 'int64' }, 'floor'],
        start: whole([0], []),
        step: whole([1], []),
        y: ['Range', {}, 'start', 'limit', 'step'],
      }),
    ).toEqual([10]);
  });

  it('symbols pass slices, sums, tiles and products as onnx.shape_inference has them', () => {
    const x: Shape = ['N', 4, 'T', 5];
    expect(
      shapeOf(x, { y: ['Slice', { starts: [0, 1], ends: [2147483647, 3], axes: [2, 1] }, 'x'] }),
    ).toEqual(['N', 2, 'T', 5]);
    expect(shapeOf(x, { y: ['Binary', { value: null, value_shape: [1, 9, 5] }, 'x'] })).toEqual([
      'N',
      4,
      9,
      5,
    ]);
    expect(shapeOf(x, { y: ['Tile', { repeats: [1, 2, 1, 1] }, 'x'] })).toEqual(['N', 8, 'T', 5]);
    expect(shapeOf(x, { y: ['MatMul', { kernel_shape: [5, 6] }, 'x'] })).toEqual(['N', 4, 'T', 6]);
    expect(shapeOf(x, { y: ['FlattenTensor', { axis: 2 }, 'x'] })).toEqual([null, null]);
    expect(shapeOf(x, { y: ['Transpose', { perm: [2, 0, 3, 1] }, 'x'] })).toEqual(['T', 'N', 5, 4]);
  });

  it('the product of extents with one symbol among ones keeps it', () => {
    expect(
      shapeOf(['N', 1, 7], {
        s: ['Shape', {}, 'x'],
        rows: ['Slice', { starts: [0], ends: [2] }, 's'],
        count: ['Reduce', { function: 'prod', axes: [0] }, 'rows'],
        rest: whole([7]),
        target: ['Concat', { axis: 0 }, 'count', 'rest'],
        y: ['ReshapeTensor', {}, 'x', 'target'],
      }),
    ).toEqual(['N', 7]);
  });
});
