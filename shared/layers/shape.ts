import { valueWith } from './arithmetic/elements.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { integer, optional } from './parameters.ts';

/** The axes that are kept, counted from the front and clamped. */
function section(start: number, end: number | null, rank: number): readonly [number, number] {
  const clamp = (at: number) => Math.min(rank, Math.max(0, at < 0 ? at + rank : at));
  return [clamp(start), end === null ? rank : clamp(end)];
}

/** The extents of a tensor as a tensor. */
export default defineLayer({
  type: 'Shape',
  category: 'tensor',
  title: 'Shape as a tensor',
  searchWords: ['size', 'extents', 'dims', 'ops.shape'],
  documentation: {
    what: 'Answers the extents of its input as whole numbers, from axis start up to axis end. Layers behind it that compute with extents are followed while you draw.',
    inputShape: 'any; axis 0 is the batch',
    outputShape: '(number of axes,)',
    example: '(None, 3, 7, 10): the four numbers None, 3, 7, 10',
    errors: ['No input.'],
    source: 'ONNX operator Shape; keras.ops.shape',
  },
  parameters: {
    start: integer({ default: 0, doc: 'The first axis.' }),
    end: optional(integer({ default: 0, doc: 'The axis before which to stop; none for the last.' })),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine((p.start !== 0 || p.end !== null) && `${p.start}:${p.end ?? ''}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const part = shape.slice(...section(p.start, p.end, shape.length));
    return [valueWith('int64', [part.length], part)];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const whole = graph.node('Shape', [x]);
    const rank = input?.shape?.length ?? 0;
    const [start, end] = section(p.start, p.end, rank);
    if (start === 0 && end === rank) return [whole];
    return [graph.node('Slice', [whole, graph.constant([start], 'int64'), graph.constant([end], 'int64')])];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const rank = input?.shape?.length ?? 0;
    const [start, end] = section(p.start, p.end, rank);
    const part = start === 0 && end === rank ? '' : `[${start}:${end}]`;
    return [{ code: `torch.tensor(${torch.document(0)}.shape${part})`, order: 'document' }];
  },
});
