import {
  innerContext,
  innerKerasConfig,
  innerWarnings,
  openLayer,
  prefixed,
  prefixedGraph,
} from './arithmetic/inner-layer.ts';
import { type BuiltContext, defineLayer, fail, type LayerContext, type LayerType } from './contract.ts';
import { keyLine } from './formatting.ts';
import { innerSublayers } from './keras-contract.ts';
import { type InnerLayer, layer } from './layer-parameter.ts';
import { integer } from './parameters.ts';
import { PLAIN_LAYER_DECLARATIONS } from './plain-layers.generated.ts';

/** Layers of one input whose kernel can be normalized. */
const LAYERS = (PLAIN_LAYER_DECLARATIONS as readonly LayerType[]).filter(
  ({ inputs, category }) => inputs.max === 1 && (category === 'convolution' || category === 'dense'),
);

/** What the weight that is normalized may be called. */
const KERNELS = ['kernel', 'embeddings'];

const parameters = {
  layer: layer({
    default: { type: 'Dense', parameters: {} },
    layers: LAYERS,
    doc: 'The layer whose kernel is normalized.',
  }),
  power_iterations: integer({
    default: 1,
    min: 1,
    doc: 'Steps of the power iteration that finds the largest singular value, at each training step.',
  }),
};

const open = (p: { readonly layer: InnerLayer }) => openLayer(LAYERS, p.layer);

const inside = ({ name, parameters: p, inputs }: LayerContext<{ readonly layer: InnerLayer }>) =>
  innerContext(open(p), name, inputs);

/** The inner layer's weights: the one that is normalized, and the others. */
function sorted(context: LayerContext<{ readonly layer: InnerLayer }>) {
  const { layer: inner } = open(context.parameters);
  const weights = inner.weights?.(inside(context)) ?? [];
  const kernel = weights.find(({ name }) => KERNELS.includes(name));
  if (!kernel)
    fail(
      'parameter.value',
      `needs a layer with a kernel or a table; ${inner.type} has none of that name. Choose another layer, for instance Dense or Conv2D.`,
      { title: 'Put a Dense inside', parameters: { layer: undefined } },
    );
  return { kernel, others: weights.filter(weight => weight !== kernel) };
}

/** A layer whose kernel is divided by its largest singular value. */
export default defineLayer({
  type: 'SpectralNormalization',
  category: 'normalization',
  title: 'Spectral normalization',
  searchWords: ['wrapper', 'gan', 'lipschitz', 'singular value', 'power iteration'],
  documentation: {
    what: 'Holds a layer and, at each training step, divides its kernel by the largest singular value of the kernel as a matrix (all axes but the last together), which a power iteration finds with the help of a vector kept from step to step. The layer then amplifies no input. At inference the kernel is used as it is.',
    inputShape: 'as the inner layer takes it',
    outputShape: 'as the inner layer gives it',
    example: 'Dense of 10 units on 1: 10 + 10 parameters, and a vector of 10 that does not learn',
    errors: ['The inner layer has no kernel and no table.', 'The inner layer cannot work on the input.'],
    source: 'Keras 3, keras.layers.SpectralNormalization; Miyato et al. 2018',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: { hasTrainingMode: true },
  keyParameters(p) {
    const inner = open(p);
    return keyLine(
      p.layer.type,
      inner.layer.keyParameters(inner.parameters),
      p.power_iterations > 1 && `${p.power_iterations} iterations`,
    );
  },
  infer(context) {
    if (context.inputs.some(({ shape }) => shape === null)) return [{ dtype: 'float32', shape: null }];
    const { outputs } = inside(context);
    sorted(context);
    return outputs;
  },
  warnings: context => innerWarnings(open(context.parameters), inside(context)),
  weights(context) {
    const { kernel, others } = sorted(context);
    const vector = {
      name: 'vector_u',
      shape: [1, kernel.shape.at(-1) ?? 1],
      initializer: { name: 'truncated_normal', mean: 0, stddev: 0.02 },
      trainable: false,
    } as const;
    return [...prefixed('layer', [kernel]), vector, ...prefixed('layer', others)];
  },
  multiplyAdds(context) {
    const { layer: inner } = open(context.parameters);
    return inner.multiplyAdds ? inner.multiplyAdds(inside(context)) : 0;
  },
  explain: context => open(context.parameters).layer.explain?.(inside(context)) ?? [],
  kerasConfig: (context: BuiltContext<{ readonly layer: InnerLayer }>) => ({
    layer: innerKerasConfig(open(context.parameters), inside(context), `${context.name}_layer`),
  }),
  kerasSublayers(p) {
    const inner = open(p);
    return innerSublayers('layer', 'layer', inner.layer.kerasSublayers?.(inner.parameters));
  },
  // The wrapper keeps a reference to the kernel that it divides.
  kerasListedTwice: KERNELS.map(name => `layer/${name}`),
  onnx: (context, graph) =>
    open(context.parameters).layer.onnx(
      { ...inside(context), inputNames: context.inputNames },
      prefixedGraph(graph, 'layer'),
    ),
});
