import { expect, it } from 'vitest';
import { dataInsteadOfNetwork } from './data-files.ts';

it('sends files of data to the data set, and leaves networks and models alone', () => {
  for (const name of ['flowers.csv', '/data/train-images.idx3-ubyte', 'x.NPZ', 'cat.jpeg'])
    expect(dataInsteadOfNetwork(name), name).toMatch(/--dataset/);
  for (const name of ['net.netloom', 'model.onnx', 'csv', 'model.json', 'notes.csv.netloom'])
    expect(dataInsteadOfNetwork(name), name).toBeNull();
});
