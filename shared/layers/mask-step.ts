import { formatShape } from '../document/value.ts';
import { concatenationAxis } from './arithmetic/merging.ts';
import { reduce } from './arithmetic/reduction-onnx.ts';
import { defineLayer, fail } from './contract.ts';
import { ONNX_ELEMENT_TYPES, type OnnxGraph } from './onnx-contract.ts';
import { axes, choice, integer, number, type ParameterValues } from './parameters.ts';

const parameters = {
  operation: choice(['not_equal', 'any_not_equal', 'or', 'join'], {
    default: 'not_equal',
    doc: 'Compares every element with value; or asks whether any of the last axis differs from it; or joins masks: where any holds, or one behind the other as tensors are.',
  }),
  value: number({ default: 0, doc: 'What stands for a missing element.' }),
  axis: integer({ default: -1, doc: 'The axis along which the tensors are joined.' }),
  masked: axes({ default: [], doc: 'Which of the joined tensors have a mask; the masks stand behind them.' }),
};

type P = ParameterValues<typeof parameters>;

/** What is joined: each tensor's port with the port of its mask, null for one without; and whether it happens along the last axis. */
export function joinedMasks(p: P, rank: number, ports: number) {
  const tensors = ports - p.masked.length;
  return {
    isLast: concatenationAxis(p.axis, rank) === rank - 1,
    axis: concatenationAxis(p.axis, rank),
    parts: Array.from({ length: tensors }, (_, port) => {
      const at = p.masked.indexOf(port);
      return { tensor: port, mask: at < 0 ? null : tensors + at };
    }),
  };
}

/** A mask of missing steps, which Keras computes beside the values of a network. */
export default defineLayer({
  type: 'MaskStep',
  category: 'operator',
  title: 'Mask of missing steps',
  documentation: {
    what: 'The mask that a Masking or an Embedding with mask_zero makes, or that layers with several inputs make of those of their inputs: true where a step is there. Put into the network by itself where a layer reads a mask.',
    inputShape: 'the tensor that is compared, or masks; for join the tensors with their masks behind',
    outputShape: 'booleans: the input, or the input without its last axis',
    example: '10 steps of 3 features, any_not_equal: 10',
    errors: ['The masks have not one axis less than the tensors that are joined.'],
    source: 'Keras 3, Layer.compute_mask of Masking, Embedding, Concatenate and the other merging layers',
  },
  parameters,
  inputs: { min: 1, max: Number.POSITIVE_INFINITY },
  traits: { takesAnyType: true, isInternal: true },
  keyParameters: p => p.operation,
  infer({ parameters: p, inputs }) {
    const [first] = inputs;
    const shape = first?.shape ?? null;
    const bool = (dims: typeof shape) => [{ dtype: 'bool' as const, shape: dims }];
    if (shape === null || p.operation === 'not_equal' || p.operation === 'or') return bool(shape);
    if (p.operation === 'any_not_equal') return bool(shape.slice(0, -1));
    const { parts, isLast, axis } = joinedMasks(p, shape.length, inputs.length);
    for (const { mask } of parts)
      if (mask !== null && inputs[mask]?.shape?.length !== shape.length - 1)
        fail(
          'shape.rank',
          `joins masks of tensors of the form ${formatShape(shape)}; got one of the form ${formatShape(inputs[mask]?.shape ?? [])}. Masks have one axis less than their tensors.`,
        );
    if (isLast) return bool(shape.slice(0, -1));
    const extents = parts.map(({ tensor }) => inputs[tensor]?.shape?.[axis]);
    const sum = extents.every(extent => typeof extent === 'number')
      ? extents.reduce<number>((total, extent) => total + Number(extent), 0)
      : null;
    return bool(shape.slice(0, -1).map((dim, i) => (i === axis ? sum : dim)));
  },
  keras: (_, graph) => graph.refuse('is made by Keras itself'),
  onnx({ parameters: p, inputs, inputNames }, graph) {
    const [x = ''] = inputNames;
    const rank = inputs[0]?.shape?.length ?? 1;
    const differs = () =>
      graph.node('Not', [
        graph.node('Equal', [x, graph.constant([p.value], inputs[0]?.dtype ?? 'float32', [])]),
      ]);
    switch (p.operation) {
      case 'not_equal':
        return [differs()];
      case 'any_not_equal':
        return [anyOfLast(graph, differs(), rank)];
      case 'or':
        return [inputNames.reduce((left, right) => graph.node('Or', [left, right]))];
      case 'join': {
        const { parts, isLast, axis } = joinedMasks(p, rank, inputNames.length);
        const masks = parts.map(({ tensor, mask }) => {
          if (mask !== null) return inputNames[mask] ?? '';
          const isZero = graph.node('Equal', [inputNames[tensor] ?? '', graph.constant([0], 'float32', [])]);
          const some = anyOfLast(graph, isZero, rank);
          return graph.node('Or', [some, graph.node('Not', [some])]);
        });
        return [
          isLast
            ? masks.reduce((left, right) => graph.node('Or', [left, right]))
            : graph.node('Concat', masks, { axis: { int: axis } }),
        ];
      }
    }
  },
  pytorch({ parameters: p, inputs }, torch) {
    const names = inputs.map((_, i) => torch.document(i));
    const [x = ''] = names;
    const code = (): string => {
      switch (p.operation) {
        case 'not_equal':
          return `${x} != ${p.value}`;
        case 'any_not_equal':
          return `(${x} != ${p.value}).any(-1)`;
        case 'or':
          return names.join(' | ');
        case 'join': {
          const { parts, isLast, axis } = joinedMasks(p, inputs[0]?.shape?.length ?? 1, inputs.length);
          const masks = parts.map(({ tensor, mask }) =>
            mask === null
              ? `torch.ones_like(${names[tensor]}[..., 0], dtype=torch.bool)`
              : (names[mask] ?? ''),
          );
          return isLast ? masks.join(' | ') : `torch.cat([${masks.join(', ')}], dim=${axis})`;
        }
      }
    };
    return [{ code: code(), order: 'document' }];
  },
});

/** Writes whether any of the last axis holds. */
function anyOfLast(graph: OnnxGraph, flags: string, rank: number): string {
  const numbers = graph.node('Cast', [flags], { to: { int: ONNX_ELEMENT_TYPES.int32 } });
  const most = reduce(graph, 'ReduceMax', numbers, [rank - 1], false);
  return graph.node('Cast', [most], { to: { int: ONNX_ELEMENT_TYPES.bool } });
}
