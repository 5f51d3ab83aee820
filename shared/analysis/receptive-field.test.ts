import { describe, expect, it } from 'vitest';
import { inferDocument } from '../inference/infer.ts';
import { findTemplate } from '../templates/index.ts';
import { NetworkBuilder } from '../templates/network-builder.ts';
import { formatField, receptiveFields } from './receptive-field.ts';
import { receptiveRegions } from './receptive-region.ts';

function network(add: (builder: NetworkBuilder) => void) {
  const builder = new NetworkBuilder('network');
  add(builder);
  return inferDocument(builder.build('', {}));
}

describe('receptive fields', () => {
  // Araujo, Norris and Sim, Distill 2019, table of networks: AlexNet v2, VGG-16.
  it.each([
    ['alexnet-227', 'pool5', 195, 32],
    ['vgg-16', 'block5_pool', 212, 32],
  ])('%s: %s sees %i pixels, stride %i (Distill)', (template, layer, size, stride) => {
    const document = findTemplate(template)?.build();
    if (!document) throw new Error(template);
    const field = receptiveFields(inferDocument(document)).get(layer);
    expect(field).toHaveLength(2);
    for (const axis of field ?? []) expect(axis).toMatchObject({ size, stride });
  });

  it('LeNet-5, by hand: 5, 6, 6 + 4·2 = 14, 14 + 1·2 = 16; the padding of 2 puts the first unit at -2', () => {
    const document = findTemplate('lenet-5')?.build();
    if (!document) throw new Error('lenet-5');
    const fields = receptiveFields(inferDocument(document));
    expect(fields.get('conv1')?.[0]).toEqual({ size: 5, stride: 1, start: -2 });
    expect(fields.get('pool2')?.[0]).toEqual({ size: 6, stride: 2, start: -2 });
    expect(fields.get('conv3')?.[0]).toEqual({ size: 14, stride: 2, start: -2 });
    expect(fields.get('pool4')?.[0]).toEqual({ size: 16, stride: 4, start: -2 });
    expect(formatField(fields.get('fc5') ?? [])).toBe('whole input');
  });

  it('dilation: 3 taps at distance 4 cover 9, then 3 more taps 11', () => {
    const fields = receptiveFields(
      network(builder => {
        builder.add('input', 'InputLayer', { shape: [40, 1] });
        builder.add('wide', 'Conv1D', { filters: 1, kernel_size: 3, dilation_rate: 4 });
        builder.add('narrow', 'Conv1D', { filters: 1, kernel_size: 3 });
      }),
    );
    expect(fields.get('wide')).toEqual([{ size: 9, stride: 1, start: 0 }]);
    expect(fields.get('narrow')).toEqual([{ size: 11, stride: 1, start: 0 }]);
  });

  it('branches of 3 and 7 that meet see 7, begun where the wider one begins', () => {
    const inference = network(builder => {
      builder.add('input', 'InputLayer', { shape: [20, 1] });
      builder.add('a', 'Conv1D', { filters: 2, kernel_size: 3, padding: 'same' }, 'input');
      builder.add('b', 'Conv1D', { filters: 2, kernel_size: 7, padding: 'same' }, 'input');
      builder.add('sum', 'Add', {}, ['a', 'b']);
    });
    expect(receptiveFields(inference).get('sum')).toEqual([{ size: 7, stride: 1, start: -3 }]);
    expect(receptiveRegions(inference, 'sum', [1])[0]?.spans).toEqual([[0, 4]]);
    expect(receptiveRegions(inference, 'sum', [10])[0]?.spans).toEqual([[7, 13]]);
  });

  it('a transposed convolution of 4 by 2, by hand: output 5 is made by inputs 1 and 2 (2·1 + 3 and 2·2 + 1)', () => {
    const inference = network(builder => {
      builder.add('input', 'InputLayer', { shape: [8, 1] });
      builder.add('up', 'Conv1DTranspose', { filters: 1, kernel_size: 4, strides: 2 });
    });
    expect(receptiveFields(inference).get('up')).toEqual([{ size: 2, stride: 0.5, start: -1 }]);
    expect(receptiveRegions(inference, 'up', [5])[0]?.spans).toEqual([[1, 2]]);
    expect(receptiveRegions(inference, 'up', [0])[0]?.spans).toEqual([[0, 0]]);
  });

  it('upsampling by 3: outputs 3, 4 and 5 all see input 1', () => {
    const inference = network(builder => {
      builder.add('input', 'InputLayer', { shape: [4, 4, 1] });
      builder.add('up', 'UpSampling2D', { size: [3, 3] });
    });
    for (const unit of [3, 4, 5])
      expect(receptiveRegions(inference, 'up', [unit, 0])[0]?.spans).toEqual([
        [1, 1],
        [0, 0],
      ]);
  });

  it('follows channels-first data along its spatial axes', () => {
    const inference = network(builder => {
      builder.add('input', 'InputLayer', { shape: [3, 10, 12] });
      builder.add('conv', 'Conv2D', { filters: 8, kernel_size: [3, 5], data_format: 'channels_first' });
    });
    expect(formatField(receptiveFields(inference).get('conv') ?? [])).toBe('3 × 5');
    expect(receptiveRegions(inference, 'conv', [2, 3])).toEqual([
      {
        input: 'input',
        extents: [10, 12],
        spans: [
          [2, 4],
          [3, 7],
        ],
        isExact: true,
      },
    ]);
  });

  it('attends to everything behind a global pooling, and says so behind a squeeze and excitation', () => {
    const inference = network(builder => {
      builder.add('input', 'InputLayer', { shape: [9, 9, 4] });
      builder.add('conv', 'Conv2D', { filters: 4, kernel_size: [3, 3], padding: 'same' });
      builder.add('squeeze', 'GlobalAveragePooling2D', { keepdims: true });
      builder.add('excite', 'Conv2D', { filters: 4, kernel_size: [1, 1], activation: 'sigmoid' });
      builder.add('scale', 'Multiply', {}, ['conv', 'excite']);
    });
    expect(formatField(receptiveFields(inference).get('scale') ?? [])).toBe('whole input');
    expect(receptiveRegions(inference, 'scale', [4, 4])[0]?.spans).toEqual([
      [0, 8],
      [0, 8],
    ]);
  });
});
