import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { buildKerasModel } from './build-keras-model.ts';
import { weightsInOrder } from './keras-model.ts';
import { kerasFilePlaces, legacyFilePlaces } from './weight-places.ts';

const modelOf = (type: string, parameters: Record<string, unknown>, shape: readonly number[]) =>
  buildKerasModel(
    'net',
    inferDocument({
      ...emptyDocument('net'),
      nodes: {
        x: { type: 'InputLayer', parameters: { shape: [...shape] } },
        layer: { type, parameters: parameters as never },
      },
      edges: [{ from: 'x', to: 'layer' }],
    }),
  );

describe('weights in a .keras file', () => {
  // Paths and order as Keras 3.15.1 writes SpectralNormalization(Conv2D(4, 3)) and gives layer.weights.
  it('a kernel that its wrapper keeps too is saved twice', () => {
    const inner = { type: 'Conv2D', parameters: { filters: 4, kernel_size: 3 } };
    const model = modelOf('SpectralNormalization', { layer: inner }, [8, 8, 3]);
    const [layer] = kerasFilePlaces(model).filter(({ weights }) => weights.length > 0);
    expect(layer?.weights.map(({ path, weight }) => [path, weight.store])).toEqual([
      ['layers/spectral_normalization/vars/0', 'layer/layer/kernel'],
      ['layers/spectral_normalization/layer/vars/0', 'layer/layer/kernel'],
      ['layers/spectral_normalization/layer/vars/1', 'layer/layer/bias'],
      ['layers/spectral_normalization/vars/1', 'layer/vector_u'],
    ]);
    const source = model.sources.find(({ weights }) => weights.length > 0);
    expect(source && weightsInOrder(source).map(({ name }) => name)).toEqual(['kernel', 'vector_u', 'bias']);
  });

  const carried = { class_name: 'RNN', outputs: [{ dtype: 'float32', shape: ['N', 4] }] };
  it('a layer carried from an .h5 file is refused where the file does not tell the place of its weights', () => {
    const named = { ...carried, weights: [{ name: 'lstm_cell/kernel', shape: [5, 16] }] };
    expect(() => kerasFilePlaces(modelOf('KerasLayer', named, [7, 5]))).toThrow(/Export as \.h5\.$/);
    const numbered = { ...carried, weights: [{ name: 'cell/0', shape: [5, 16] }] };
    expect(kerasFilePlaces(modelOf('KerasLayer', numbered, [7, 5]))).toHaveLength(2);
  });

  // Keras 3.15.1 loads neither: an int8 Dense lists kernel, kernel_scale, bias and saves another order, LoRA saves 2 weights of its 4.
  it('a layer carried from a .keras file is refused for .h5 where nobody knows how Keras lists its weights', () => {
    const vars = (...names: string[]) => names.map(name => ({ name, shape: [4] }));
    const legacy = (weights: unknown, config = {}) =>
      legacyFilePlaces(modelOf('KerasLayer', { ...carried, weights, config }, [7, 5]));
    expect(legacy(vars('0', '1'))).toHaveLength(2);
    expect(legacy(vars('ff/0', 'ff/1'))).toHaveLength(2);
    expect(() => legacy(vars('att/0', 'ff/0'))).toThrow(/in which order .* Export as \.keras\.$/);
    expect(() => legacy(vars('0', '1'), { lora_rank: 2 })).toThrow(/Export as \.keras\.$/);
    const dtype = { class_name: 'QuantizedDTypePolicy', config: { mode: 'int8' } };
    expect(() => legacy(vars('0', '1'), { dtype })).toThrow(/Export as \.keras\.$/);
    const lora = { ...carried, config: { lora_rank: 2 }, weights: vars('kernel', 'lora_kernel_a') };
    expect(() => kerasFilePlaces(modelOf('KerasLayer', lora, [7, 5]))).toThrow(/Export as \.h5\.$/);
  });

  it('weights behind a layer of unknown shape are refused instead of left out', () => {
    const document = {
      ...emptyDocument('net'),
      nodes: {
        x: { type: 'InputLayer', parameters: { shape: [4] } },
        lambda: { type: 'KerasLayer', parameters: { class_name: 'Lambda' } },
        dense: { type: 'Dense', parameters: { units: 2 } },
      },
      edges: [
        { from: 'x', to: 'lambda' },
        { from: 'lambda', to: 'dense' },
      ],
    };
    expect(() => buildKerasModel('net', inferDocument(document))).toThrow(
      /dense \(Dense\) has an input of unknown shape/,
    );
  });
});
