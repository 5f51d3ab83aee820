import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/**
 * A network on clips, channels first, as taught: its normalization runs over axis -1, which is the width here and not the
 * channels. Kept as it is, since the warning is the lesson.
 */
export default defineTemplate(
  {
    id: 'conv3d-video',
    title: '3-D convolutions on video',
    description:
      'Clips of 16 grey frames of 112 × 112 pixels, channels first. Its batch normalization runs over the width by mistake: see the warning and its fix.',
    tags: ['video', 'small', 'warning'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [1, 16, 112, 112] });
    for (const [index, filters] of [16, 32, 64].entries()) {
      const number = index + 1;
      network.add(`conv${number}`, 'Conv3D', {
        filters,
        kernel_size: 3,
        padding: 'same',
        data_format: 'channels_first',
      });
      network.add(`bn${number}`, 'BatchNormalization', { axis: -1 });
      network.add(`relu${number}`, 'Activation', { activation: 'relu' });
      network.add(`pool${number}`, 'MaxPooling3D', { pool_size: 2, data_format: 'channels_first' });
    }
    return network.build(description, { optimizer: { name: 'adam' }, batchSize: 8 });
  },
);
