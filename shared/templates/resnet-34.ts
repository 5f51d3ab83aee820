import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** Blocks and filters of the four stages. */
const STAGES = [
  { blocks: 3, filters: 64 },
  { blocks: 4, filters: 128 },
  { blocks: 6, filters: 256 },
  { blocks: 3, filters: 512 },
];
/** PyTorch's kaiming_normal_ with fan_out, which torchvision uses. */
const HE_FAN_OUT = {
  name: 'variance_scaling',
  scale: 2,
  mode: 'fan_out',
  distribution: 'untruncated_normal',
};
/** PyTorch's defaults: its momentum 0.1 is Keras's 0.9. */
const NORMALIZATION = { momentum: 0.9, epsilon: 1e-5 };

/** ResNet-34 in torchvision's form and with its names. Source: He et al. 2016; torchvision.models.resnet34. */
export default defineTemplate(
  {
    id: 'resnet-34',
    title: 'ResNet-34',
    description:
      'Residual blocks: each adds to its input instead of replacing it, so that depth costs nothing. torchvision’s form, 21,797,672 trainable parameters.',
    tags: ['images', 'large', 'branches'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    const convolution = (name: string, filters: number, size: number, strides: number, from?: string) =>
      network.add(
        name,
        'Conv2D',
        {
          filters,
          kernel_size: size,
          strides,
          padding: (size - 1) / 2,
          use_bias: false,
          kernel_initializer: HE_FAN_OUT,
        },
        from,
      );
    const normalization = (name: string) => network.add(name, 'BatchNormalization', NORMALIZATION);
    const relu = (name: string) => network.add(name, 'ReLU');

    network.add('input', 'InputLayer', { shape: [224, 224, 3] });
    convolution('conv1', 64, 7, 2);
    normalization('bn1');
    relu('relu');
    let from = network.add('maxpool', 'MaxPooling2D', { pool_size: 3, strides: 2, padding: 1 });
    for (const [stage, { blocks, filters }] of STAGES.entries()) {
      for (let index = 0; index < blocks; index++) {
        const block = `layer${stage + 1}.${index}`;
        const strides = stage > 0 && index === 0 ? 2 : 1;
        convolution(`${block}.conv1`, filters, 3, strides, from);
        normalization(`${block}.bn1`);
        relu(`${block}.relu1`);
        convolution(`${block}.conv2`, filters, 3, 1);
        const residual = normalization(`${block}.bn2`);
        let shortcut = from;
        if (strides === 2) {
          convolution(`${block}.downsample.0`, filters, 1, 2, from);
          shortcut = normalization(`${block}.downsample.1`);
        }
        network.add(`${block}.add`, 'Add', {}, [residual, shortcut]);
        from = relu(`${block}.relu2`);
      }
    }
    network.add('avgpool', 'GlobalAveragePooling2D');
    network.add('fc', 'Dense', { units: 1000, activation: 'softmax' });
    return network.build(description, {
      optimizer: { name: 'sgd', learning_rate: 0.1, momentum: 0.9, weight_decay: 0.0001 },
      outputs: { fc: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 90,
      batchSize: 256,
    });
  },
);
