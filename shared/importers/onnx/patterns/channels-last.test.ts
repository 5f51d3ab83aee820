import { expect, it } from 'vitest';
import { inferDocument } from '../../../inference/infer.ts';
import { importTest, type TestModel } from '../testing.ts';
import { CHANNELS_SAMPLES } from './channels-samples.ts';

const sample = (i: number): TestModel => {
  const [, model] = CHANNELS_SAMPLES[i] ?? ['', undefined];
  if (!model) throw new Error('There is no such sample.');
  return model;
};

it('sees through transpositions around layers that ONNX knows with the channels in front only', () => {
  const { document, weights } = importTest(sample(0));
  const shapes = [...inferDocument(document).nodes.values()].map(({ outputs }) => outputs[0]?.shape);
  expect(shapes).toEqual([
    ['N', 6, 5, 2],
    ['N', 6, 5, 3],
    ['N', 6, 5, 3],
    ['N', 6, 5, 3],
    ['N', 6, 5, 3],
    ['N', 6, 5, 6],
    ['N', 6, 5, 6],
  ]);
  expect(document.nodes.maps?.parameters).not.toHaveProperty('data_format');
  expect(document.nodes.norm?.parameters ?? {}).not.toHaveProperty('axis');
  expect(weights.find(({ name }) => name === 'maps/kernel')?.shape).toEqual([3, 3, 2, 3]);
});

it('leaves a network with its channels in front as it is', () => {
  const model = sample(0);
  const { document } = importTest({
    ...model,
    inputs: [['front', ['N', 2, 6, 5]]],
    nodes: model.nodes.slice(1),
  });
  expect(document.nodes.maps?.parameters?.data_format).toBe('channels_first');
  expect(Object.values(document.nodes).map(({ type }) => type)).toContain('Permute');
});
