import { formatShape } from '../document/value.ts';
import { alongLast } from './arithmetic/order-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { integer, number } from './parameters.ts';

/** A learned factor for every channel, small at first. */
export default defineLayer({
  type: 'LayerScale',
  category: 'normalization',
  title: 'Layer scale',
  searchWords: ['convnext', 'cait', 'gamma', 'residual branch'],
  documentation: {
    what: 'Multiplies every element of the last axis by a learned factor gamma that begins small, so that a deep residual network starts close to the identity.',
    inputShape: '(batch, ..., projection_dim)',
    outputShape: 'the same as the input',
    example: '56 × 56 × 96, projection_dim 96: 96 parameters, all 0.000001 at first',
    errors: ['The last axis of the input is another one than projection_dim.'],
    source: 'keras.applications.convnext, LayerScale; Touvron et al. 2021',
  },
  parameters: {
    init_values: number({ default: 1e-6, doc: 'What every factor begins as.' }),
    projection_dim: integer({ default: 32, min: 1, doc: 'Number of factors: the last axis of the input.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { keepsPlaces: true },
  keyParameters: p => keyLine(formatCount(p.projection_dim)),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype: 'float32', shape }];
    const last = shape.at(-1);
    if (shape.length < 2 || (typeof last === 'number' && last !== p.projection_dim))
      fail(
        'shape.channels',
        `needs a last axis of ${p.projection_dim}, its projection_dim; got ${formatShape(shape)}. Make them equal.`,
        shape.length >= 2 && typeof last === 'number'
          ? { title: `Set projection_dim to ${last}`, parameters: { projection_dim: last } }
          : undefined,
      );
    return [{ dtype: 'float32', shape: [...shape.slice(0, -1), p.projection_dim] }];
  },
  weights: ({ parameters: p }) => [
    {
      name: 'gamma',
      shape: [p.projection_dim],
      initializer: { name: 'constant', value: p.init_values },
      trainable: true,
    },
  ],
  keras({ parameters: p, inputs: [input], tensors }, graph) {
    const axes = 'abcdefgh'.slice(0, input?.shape?.length ?? 2);
    const extents = (input?.shape ?? []).slice(1).map(dim => (typeof dim === 'number' ? dim : null));
    const config = {
      equation: `${axes},${axes.slice(-1)}->${axes}`,
      output_shape: extents,
      kernel_initializer: { name: 'constant', value: p.init_values },
    };
    return [graph.layer('EinsumDense', config, tensors, ['gamma'])];
  },
  onnx: ({ inputNames: [x = ''] }, graph) => [graph.node('Mul', [x, graph.weight('gamma')])],
  pytorch(context, torch) {
    const { x, order, extents } = alongLast(context, torch);
    const finalShape = extents(context.parameters.projection_dim);
    return [{ code: `${x} * ${torch.parameter('gamma', { finalShape })}`, order }];
  },
});
