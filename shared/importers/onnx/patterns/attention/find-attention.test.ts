import { expect, it } from 'vitest';
import { inferDocument } from '../../../../inference/infer.ts';
import { importTest } from '../../testing.ts';
import { ATTENTION_SAMPLES, SPELLED_ATTENTIONS } from './attention-samples.ts';

const sample = (i: number) => {
  const [, model] = ATTENTION_SAMPLES[i] ?? ['', undefined];
  if (!model) throw new Error('There is no such sample.');
  return importTest(model);
};

it('takes the heads apart as the file does', () => {
  const { document, weights, report } = sample(0);
  expect(document.nodes.y).toEqual({ type: 'MultiHeadAttention', parameters: { num_heads: 2, key_dim: 4 } });
  expect(weights.map(({ name, shape }) => [name, shape])).toEqual([
    ['y/query/kernel', [8, 2, 4]],
    ['y/query/bias', [2, 4]],
    ['y/key/kernel', [8, 2, 4]],
    ['y/key/bias', [2, 4]],
    ['y/value/kernel', [8, 2, 4]],
    ['y/value/bias', [2, 4]],
    ['y/attention_output/kernel', [2, 4, 8]],
    ['y/attention_output/bias', [8]],
  ]);
  // Feature 3 of head 1, place 2 of the key: row 3, column 8 + 1 · 4 + 2 of the matrix of 24 columns.
  const at = 3 * 24 + 14;
  const expected = (Math.sin(at * (0.37 + 1 / 50)) * 1.3) / 2;
  expect(weights[2]?.read()[3 * 8 + 4 + 2]).toBeCloseTo(expected, 6);
  expect(report.parameters).toBe(8 * 24 + 24 + 64 + 8);
  expect(report.entries[0]?.source).toMatch(/^Attention of \d+ steps "y"$/);
});

it('keeps the batch where the file loses it among the heads', () => {
  const { document } = sample(1);
  expect(inferDocument(document).nodes.get('y')?.outputs[0]?.shape).toEqual([3, 'samples', 8]);
  expect(document.nodes['block/attn']?.type).toBe('MultiHeadAttention');
});

it('tells the depth of values and the features of the output where they differ', () => {
  const { document, weights } = sample(2);
  expect(document.nodes.y?.parameters).toEqual({
    num_heads: 2,
    key_dim: 4,
    value_dim: 3,
    use_bias: false,
    output_shape: [10],
  });
  expect(weights.map(({ shape }) => shape)).toEqual([
    [8, 2, 4],
    [6, 2, 4],
    [6, 2, 3],
    [2, 3, 10],
  ]);
});

it.each(SPELLED_ATTENTIONS)('shows %s as a block', (_, model) => {
  const { document } = importTest(model);
  expect(document.nodes['block/attn']?.type).toBe('block:attn');
  const types = Object.values(document.blocks?.attn?.nodes ?? {}).map(({ type }) => type);
  expect(types).toContain('Softmax');
  expect(types).not.toContain('MultiHeadAttention');
});

it('fills in zeros where the file has only some of the biases', () => {
  const [, model] = ATTENTION_SAMPLES[1] ?? ['', undefined];
  if (!model) throw new Error('There is no such sample.');
  const { weights, report } = importTest(model);
  expect(weights.find(({ name }) => name.endsWith('/query/bias'))?.read()).toEqual(new Float32Array(8));
  expect(report.parameters).toBe(8 * 24 + 64 + 8);
});
