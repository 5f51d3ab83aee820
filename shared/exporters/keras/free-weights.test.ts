import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { buildKerasModel } from './build-keras-model.ts';
import { kerasCode } from './keras-code.ts';
import type { KerasModel } from './keras-model.ts';

/** A class token before the patches, as a vision transformer has it: (N, 4, 8) becomes (N, 5, 8). */
const token = (parameters: Record<string, unknown>): NetloomDocument => ({
  ...emptyDocument('token'),
  nodes: {
    class_token: {
      type: 'Constant',
      parameters: { value: null, shape: [1, 1, 8], ...parameters } as never,
    },
    patches: { type: 'InputLayer', parameters: { shape: [4, 8] } },
    axis: { type: 'Shape' },
    batch: { type: 'Slice', parameters: { starts: [0], ends: [1], axes: [0] } },
    extents: { type: 'Constant', parameters: { value: [1, 8], shape: [2], dtype: 'int64' } },
    shape: { type: 'Concat', parameters: { axis: 0 } },
    each: { type: 'Expand' },
    all: { type: 'Concatenate', parameters: { axis: 1 } },
  },
  edges: [
    { from: 'patches', to: 'axis' },
    { from: 'axis', to: 'batch' },
    { from: 'batch', to: 'shape' },
    { from: 'extents', to: 'shape', toPort: 1 },
    { from: 'class_token', to: 'each' },
    { from: 'shape', to: 'each', toPort: 1 },
    { from: 'each', to: 'all' },
    { from: 'patches', to: 'all', toPort: 1 },
  ],
});

const modelOf = (document: NetloomDocument): KerasModel =>
  buildKerasModel(document.name, inferDocument(document));

describe('a weight without an input in Keras', () => {
  // Keras 3.15.1 counts as many for vit_b_16 and swin_t, with their own outputs (`npm run judges -- imported-code`).
  it('is the sole row of an embedding: a class token of 8 numbers', () => {
    const model = modelOf(token({ trainable: true }));
    const [held] = model.sources.filter(({ weights }) => weights.length > 0);
    expect(held?.className).toBe('Embedding');
    expect(held?.config).toMatchObject({ input_dim: 1, output_dim: 8 });
    expect(held?.weights).toMatchObject([{ store: 'class_token/value', shape: [1, 8], trainable: true }]);
    expect(held?.trainable).toBe(true);
    const [output] = model.outputs;
    const made = output && model.sources[output.source]?.calls[output.node]?.outputs[output.port];
    expect(made?.shape).toEqual(['N', 5, 8]);
  });

  it('does not learn where it is none that learns, which the embedding would', () => {
    const [held] = modelOf(token({ trainable: false })).sources.filter(({ weights }) => weights.length > 0);
    expect(held?.trainable).toBe(false);
  });

  it('is told in the source', () => {
    const document = token({ trainable: true });
    const inference = inferDocument(document);
    const model = buildKerasModel(document.name, inference);
    const code = kerasCode({ document, inference, model, training: null, weightsFile: 'w.safetensors' });
    expect(code).toContain(`    # A weight of its own; Keras wants every layer to have an input, here a zero.
    x = ops.zeros_like(inputs)
    x = ops.sum(x)
    x = layers.Embedding(1, 8, embeddings_initializer="zeros", name="class_token")(x)
    class_token = ops.reshape(x, newshape=(1, 1, 8))`);
    expect(code).toContain(`    # Once for every sample.
    x = ops.zeros_like(inputs)
    x = ops.sum(x, axis=(1, 2))
    x = ops.reshape(x, newshape=(-1, 1, 1))`);
  });

  it('is refused where Keras has no layer of its type', () => {
    const whole: NetloomDocument = {
      ...emptyDocument('whole'),
      nodes: {
        x: { type: 'InputLayer', parameters: { shape: [2], dtype: 'int64' } },
        free: { type: 'Constant', parameters: { value: null, shape: [2], dtype: 'int64' } },
        sum: { type: 'Binary', parameters: { function: 'add' } },
      },
      edges: [
        { from: 'x', to: 'sum' },
        { from: 'free', to: 'sum', toPort: 1 },
      ],
    };
    expect(() => modelOf(whole)).toThrow(
      /free \(Constant\) is a weight of type int64, for which Keras has no layer/,
    );
  });
});
