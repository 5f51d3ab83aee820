import { NetworkBuilder } from './network-builder.ts';
import { defineTemplate } from './template.ts';

/** One-dimensional convolutions on spectra. */
export default defineTemplate(
  {
    id: 'spectra-1d',
    title: '1-D convolutions on spectra',
    description: 'Tells four kinds of spectra of 128 samples apart by their lines, wherever they stand.',
    tags: ['series', 'small', 'trains', 'science'],
  },
  ({ id, description }) => {
    const network = new NetworkBuilder(id);
    network.add('input', 'InputLayer', { shape: [128, 1] });
    for (const [index, [filters, size]] of (
      [
        [16, 7],
        [32, 5],
        [64, 3],
      ] as const
    ).entries()) {
      network.add(`conv${index + 1}`, 'Conv1D', {
        filters,
        kernel_size: size,
        padding: 'same',
        activation: 'relu',
      });
      network.add(`pool${index + 1}`, 'MaxPooling1D', { pool_size: 2 });
    }
    network.add('flatten', 'Flatten');
    network.add('dense', 'Dense', { units: 64, activation: 'relu' });
    network.add('output', 'Dense', { units: 4, activation: 'softmax' });
    return network.build(description, {
      dataset: 'spectra',
      optimizer: { name: 'adam' },
      outputs: { output: { loss: 'categorical_crossentropy', metrics: ['accuracy'] } },
      epochs: 20,
      batchSize: 64,
    });
  },
);
