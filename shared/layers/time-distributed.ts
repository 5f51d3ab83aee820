import { formatShape, type Shape } from '../document/value.ts';
import { innerContext, innerKerasConfig, innerWarnings, openLayer } from './arithmetic/inner-layer.ts';
import { documentOrder, innerTorch } from './arithmetic/order-pytorch.ts';
import {
  type BuiltContext,
  defineLayer,
  type Explanation,
  fail,
  type LayerContext,
  type LayerType,
} from './contract.ts';
import { formatCount, formatLargeCount, keyLine } from './formatting.ts';
import { innerSublayers } from './keras-contract.ts';
import { type InnerLayer, layer } from './layer-parameter.ts';
import type { OnnxGraph } from './onnx-contract.ts';
import { PLAIN_LAYER_DECLARATIONS } from './plain-layers.generated.ts';
import type { TorchTensor } from './pytorch-contract.ts';

/** Layers of one input that work on samples; the operators on whole tensors see the batch as an axis like any other. */
const LAYERS = (PLAIN_LAYER_DECLARATIONS as readonly LayerType[]).filter(
  ({ inputs, traits, category }) =>
    inputs.min === 1 && !traits.isInput && category !== 'tensor' && category !== 'operator',
);

const parameters = {
  layer: layer({
    default: { type: 'Dense', parameters: {} },
    layers: LAYERS,
    doc: 'The layer that is applied to every step, with the same weights.',
  }),
};

const open = (p: { readonly layer: InnerLayer }) => openLayer(LAYERS, p.layer);

function stepContext({ name, parameters: p, inputs: [input] }: LayerContext<{ readonly layer: InnerLayer }>) {
  const shape = input?.shape ?? [];
  if (shape.length < 3)
    fail(
      'shape.rank',
      `needs (batch, time, ...) with at least three axes; got ${formatShape(shape)}. Put a Reshape before it.`,
    );
  const [batch = null, , ...rest] = shape;
  return innerContext(open(p), name, [{ dtype: input?.dtype ?? 'float32', shape: [batch, ...rest] }]);
}

/** A layer applied to every step of a sequence. */
export default defineLayer({
  type: 'TimeDistributed',
  category: 'recurrent',
  title: 'The same layer at every step',
  searchWords: ['wrapper', 'sequence', 'video', 'frames', 'every step', 'time'],
  documentation: {
    what: 'Applies one layer with the same weights to every step of a sequence, each step a sample of its own: y[:, t] = layer(x[:, t]). A convolution over the frames of a video is the usual case.',
    inputShape: '(batch, time, ...), each step as the inner layer takes it',
    outputShape: '(batch, time, ...), each step as the inner layer gives it',
    example:
      '10 frames of 32 × 32 × 3, Conv2D of 8 filters of 3 × 3: 10 × 30 × 30 × 8, (3 × 3 × 3 + 1) × 8 = 224 parameters',
    errors: ['The input has fewer than three axes.', 'The inner layer cannot work on a step.'],
    source: 'Keras 3, keras.layers.TimeDistributed',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: {
    isRandom: true,
    hasTrainingMode: true,
    masks: p => {
      const { layer: inner, parameters: own } = open(p);
      const rule = typeof inner.traits.masks === 'function' ? inner.traits.masks(own) : inner.traits.masks;
      return rule?.isReader || rule?.refusal !== undefined
        ? {
            passes: 'first',
            refusal: `holds a ${inner.type}, which cannot work with the mask of single steps. Take it out of the wrapper, or remove what makes the mask.`,
          }
        : { passes: 'first' };
    },
  },
  keyParameters(p) {
    const inner = open(p);
    return keyLine(p.layer.type, inner.layer.keyParameters(inner.parameters));
  },
  infer(context) {
    const [input] = context.inputs;
    if (!input || input.shape === null) return [{ dtype: 'float32', shape: null }];
    const time = input.shape[1] ?? null;
    return stepContext(context).outputs.map(({ dtype, shape }) => ({
      dtype,
      shape: shape && [shape[0] ?? null, time, ...shape.slice(1)],
    }));
  },
  warnings: context => innerWarnings(open(context.parameters), stepContext(context)),
  weights: context => open(context.parameters).layer.weights?.(stepContext(context)) ?? [],
  multiplyAdds(context) {
    const { layer: inner } = open(context.parameters);
    if (!inner.multiplyAdds) return 0;
    const time = context.inputs[0]?.shape?.[1];
    const each = inner.multiplyAdds(stepContext(context));
    return each === null || typeof time !== 'number' ? null : each * time;
  },
  explain: context => explainSteps(context),
  kerasConfig: context => ({
    layer: innerKerasConfig(open(context.parameters), stepContext(context), `${context.name}_layer`),
  }),
  kerasSublayers(p) {
    const inner = open(p);
    return innerSublayers('', 'layer', inner.layer.kerasSublayers?.(inner.parameters));
  },
  onnx(context, graph) {
    const [x = ''] = context.inputNames;
    const step = stepContext(context);
    const [shape] = step.inputs.map(value => value.shape ?? []);
    const rows = joinTime(graph, x, shape ?? []);
    const results = open(context.parameters).layer.onnx({ ...step, inputNames: [rows] }, graph);
    return results.map((result, port) => splitTime(graph, x, result, step, context, port));
  },
  pytorch(context, torch) {
    const step = stepContext(context);
    const { layer: inner } = open(context.parameters);
    const [value] = step.inputs;
    const x = torch.document(0);
    const tensor: TorchTensor = { code: torch.assign(`${x}.flatten(0, 1)`), order: 'document' };
    const feeds = value ? [{ tensor, value }] : [];
    const results = inner.pytorch?.({ ...step, inputTensors: [tensor] }, innerTorch(torch, '', feeds));
    if (!results)
      fail(
        'parameter.value',
        `holds a ${inner.type}, which PyTorch code cannot be written for. Export ONNX instead.`,
      );
    return results.map((result, port) => {
      const rank = step.outputs[port]?.shape?.length ?? 2;
      const made = torch.assign(documentOrder(result, rank));
      return { code: `${made}.unflatten(0, ${x}.shape[:2])`, order: 'document' };
    });
  },
});

/** The inner layer's figures, which are those of one step, and the product of all steps. */
function explainSteps(context: BuiltContext<{ readonly layer: InnerLayer }>): readonly Explanation[] {
  const { layer: inner } = open(context.parameters);
  const step = stepContext(context);
  const each = inner.multiplyAdds?.(step) ?? null;
  const time = context.inputs[0]?.shape?.[1];
  const lines = (inner.explain?.(step) ?? []).map(line => ({
    ...line,
    title: line.title.replace('per sample', 'per step'),
  }));
  if (each === null || typeof time !== 'number') return lines;
  return [
    ...lines,
    {
      title: 'Multiply-adds per sample: steps × one step',
      formula: `${formatCount(time)} × ${formatCount(each)}`,
      result: formatLargeCount(time * each),
    },
  ];
}

/** Makes a sample of each step: (batch · time, ...). */
function joinTime(graph: OnnxGraph, x: string, step: Shape): string {
  const rest = step.slice(1);
  if (rest.every(dim => typeof dim === 'number'))
    return graph.node('Reshape', [x, graph.constant([-1, ...rest], 'int64')]);
  const target = [graph.constant([-1], 'int64'), extents(graph, x, 2)];
  return graph.node('Reshape', [x, graph.node('Concat', target, { axis: { int: 0 } })]);
}

/** Brings the steps of a result back: (batch, time, ...). */
function splitTime(
  graph: OnnxGraph,
  x: string,
  result: string,
  step: BuiltContext<unknown>,
  context: BuiltContext<unknown>,
  port: number,
): string {
  const time = context.inputs[0]?.shape?.[1];
  const rest = step.outputs[port]?.shape?.slice(1) ?? [];
  if (typeof time === 'number' && rest.every(dim => typeof dim === 'number'))
    return graph.node('Reshape', [result, graph.constant([-1, time, ...rest], 'int64')]);
  const target = [extents(graph, x, 0, 2), extents(graph, result, 1)];
  return graph.node('Reshape', [result, graph.node('Concat', target, { axis: { int: 0 } })]);
}

/** Some of a tensor's extents, from the first to before the last, or to the end. */
function extents(graph: OnnxGraph, x: string, from: number, to = 2 ** 31): string {
  const bounds = [from, to].map(bound => graph.constant([bound], 'int64'));
  return graph.node('Slice', [graph.node('Shape', [x]), ...bounds]);
}
