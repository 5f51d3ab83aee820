import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Dense layers in each block. */
const DEPTHS = [6, 12, 24, 16];
const GROWTH_RATE = 32;
/** Keras's value for this network. */
const NORMALIZATION = { epsilon: 1.001e-5 };

/** DenseNet-121 in Keras's form and with its names. Source: Huang et al. 2017; keras.applications.densenet. */
export default defineTemplate(
  {
    id: 'densenet-121',
    title: 'DenseNet-121',
    description:
      'Each layer sees the outputs of all before it in its block, joined along the channels; 1 × 1 bottlenecks keep it small. 8,062,504 parameters.',
    tags: ['images', 'large', 'branches'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    const normalized = (name: string, from?: string) => {
      network.add(`${name}_bn`, 'BatchNormalization', NORMALIZATION, from);
      return network.add(`${name}_relu`, 'Activation', { activation: 'relu' });
    };

    network.add('input', 'InputLayer', { shape: [224, 224, 3] });
    network.add('zero_padding1', 'ZeroPadding2D', { padding: 3 });
    network.add('conv1_conv', 'Conv2D', { filters: 64, kernel_size: 7, strides: 2, use_bias: false });
    normalized('conv1');
    network.add('zero_padding2', 'ZeroPadding2D', { padding: 1 });
    let from = network.add('pool1', 'MaxPooling2D', { pool_size: 3, strides: 2 });
    let channels = 64;
    for (const [index, depth] of DEPTHS.entries()) {
      const stage = index + 2;
      for (let layer = 1; layer <= depth; layer++) {
        const block = `conv${stage}_block${layer}`;
        normalized(`${block}_0`, from);
        network.add(`${block}_1_conv`, 'Conv2D', {
          filters: 4 * GROWTH_RATE,
          kernel_size: 1,
          use_bias: false,
        });
        normalized(`${block}_1`);
        const grown = network.add(`${block}_2_conv`, 'Conv2D', {
          filters: GROWTH_RATE,
          kernel_size: 3,
          padding: 'same',
          use_bias: false,
        });
        from = network.add(`${block}_concat`, 'Concatenate', {}, [from, grown]);
        channels += GROWTH_RATE;
      }
      if (stage > DEPTHS.length) break;
      channels /= 2;
      normalized(`pool${stage}`);
      network.add(`pool${stage}_conv`, 'Conv2D', { filters: channels, kernel_size: 1, use_bias: false });
      from = network.add(`pool${stage}_pool`, 'AveragePooling2D', { pool_size: 2, strides: 2 });
    }
    network.add('bn', 'BatchNormalization', NORMALIZATION);
    network.add('relu', 'Activation', { activation: 'relu' });
    network.add('avg_pool', 'GlobalAveragePooling2D');
    network.add('predictions', 'Dense', { units: 1000, activation: 'softmax' });
    return network.build(description, {
      optimizer: { name: 'sgd', learning_rate: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.0001 },
      outputs: { predictions: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 90,
      batchSize: 256,
    });
  },
);
