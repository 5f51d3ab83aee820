import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** A small encoder and decoder with shortcuts, after U-Net (Ronneberger et al. 2015). */
export default defineTemplate(
  {
    id: 'segmentation',
    title: 'Segmentation with transposed convolutions',
    description:
      'Says for each pixel of a 32 × 32 image whether it is background, disc or square: an encoder, and a decoder of transposed convolutions.',
    tags: ['images', 'small', 'trains', 'branches'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    const convolution = (name: string, filters: number) =>
      network.add(name, 'Conv2D', {
        filters,
        kernel_size: 3,
        padding: 'same',
        activation: 'relu',
        kernel_initializer: 'he_normal',
      });
    const upward = (name: string, filters: number) =>
      network.add(name, 'Conv2DTranspose', {
        filters,
        kernel_size: 2,
        strides: 2,
        padding: 'same',
        activation: 'relu',
      });
    network.add('input', 'InputLayer', { shape: [32, 32, 1] });
    const fine = convolution('encode1', 8);
    network.add('down1', 'MaxPooling2D', { pool_size: 2 });
    const coarse = convolution('encode2', 16);
    network.add('down2', 'MaxPooling2D', { pool_size: 2 });
    convolution('middle', 32);
    network.add('join2', 'Concatenate', {}, [coarse, upward('up2', 16)]);
    convolution('decode2', 16);
    network.add('join1', 'Concatenate', {}, [fine, upward('up1', 8)]);
    convolution('decode1', 8);
    network.add('pixels', 'Conv2D', { filters: 3, kernel_size: 1, activation: 'softmax' });
    return network.build(description, {
      dataset: 'segmentation',
      optimizer: { name: 'adam', learning_rate: 0.002 },
      outputs: { pixels: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 20,
      batchSize: 16,
    });
  },
);
