import { expect, it } from 'vitest';
import { planDissolve } from '../../../document/block-operations.ts';
import { applyEdits } from '../../../document/edits.ts';
import { inferDocument } from '../../../inference/infer.ts';
import { importTest } from '../testing.ts';
import { encoder } from './encoder-samples.ts';

const typesOf = (nodes: Readonly<Record<string, { readonly type: string }>>) =>
  Object.fromEntries(Object.entries(nodes).map(([name, { type }]) => [name, type]));

it('shows each encoder layer as a use of one block', () => {
  const { document, weights, report } = importTest(encoder({}));
  expect(typesOf(document.nodes)).toEqual({
    x: 'InputLayer',
    'encoder/layer.0': 'block:layer',
    'encoder/layer.1': 'block:layer',
    y: 'Identity',
  });
  expect(typesOf(document.blocks?.layer?.nodes ?? {})).toEqual({
    input: 'InputLayer',
    attn: 'MultiHeadAttention',
    add: 'Add',
    mlp: 'Dense',
    re_lu: 'ReLU',
    add_2: 'Add',
  });
  expect(document.blocks?.layer?.outputs).toEqual(['add_2']);
  expect(weights.map(({ name }) => name)).toContain('encoder/layer.1.attn/query/kernel');
  expect(inferDocument(document).nodes.get('encoder/layer.1.add_2')?.outputs[0]?.shape).toEqual(['N', 3, 8]);
  // Five matrices of 8 x 8 in each layer.
  expect(report.parameters).toBe(2 * 5 * 64);
  expect(
    report.entries.filter(({ kind }) => kind === 'block').map(({ source, layers }) => [source, layers]),
  ).toEqual([
    ['Module "encoder/layer.0" of 5 layers', ['encoder/layer.0']],
    ['Module "encoder/layer.1" of 5 layers', ['encoder/layer.1']],
  ]);
});

it('puts an attention that stays spelled out into a block of its own', () => {
  const { document } = importTest(encoder({ isMasked: true }));
  expect(document.nodes['encoder/layer.1']?.type).toBe('block:layer');
  expect(document.blocks?.layer?.nodes.attn).toEqual({ type: 'block:layer.attn' });
  const inner = Object.values(document.blocks?.['layer.attn']?.nodes ?? {}).map(({ type }) => type);
  expect(inner).toContain('Softmax');
  expect(inner).not.toContain('block:layer.attn');
  expect(inferDocument(document).graph.faults).toEqual([]);
});

it('uses a block again with the weights of its first use', () => {
  const { document, weights, report } = importTest(encoder({ isShared: true }));
  expect(document.nodes['encoder/layer.1']).toEqual({ type: 'block:layer', weightsOf: 'encoder/layer.0' });
  expect(weights.every(({ name }) => name.startsWith('encoder/layer.0.'))).toBe(true);
  expect(report.parameters).toBe(5 * 64);
  expect(inferDocument(document).graph.nodes.get('encoder/layer.1.mlp')?.weightsOf).toBe(
    'encoder/layer.0.mlp',
  );
});

it('makes no block that would feed itself', () => {
  const { document } = importTest(encoder({ isBroken: true }));
  expect(Object.entries(document.nodes).filter(([, { type }]) => type.startsWith('block:'))).toEqual([
    ['encoder/layer.1', { type: 'block:layer' }],
  ]);
  expect(document.nodes['encoder/layer.0/attn']?.type).toBe('MultiHeadAttention');
});

it('can be dissolved into the layers it stands for', () => {
  const { document } = importTest(encoder({}));
  const plan = planDissolve(document, 'encoder/layer.0');
  if ('refusal' in plan) throw new Error(plan.refusal);
  const { document: after } = applyEdits(document, plan.edits);
  const flat = (given: typeof document) => [...inferDocument(given).graph.nodes.keys()].sort();
  expect(flat(after)).toEqual(flat(document));
});

it('gives layers their own weights where exporters kept equal ones of untrained layers once', () => {
  const model = encoder({});
  const nodes = model.nodes.map(node =>
    node.operator === 'Relu'
      ? {
          ...node,
          operator: 'LayerNormalization',
          inputs: [node.inputs[0] ?? '', 'ones', 'zeros'],
          name: node.name?.replace('Relu', 'norm/Layer') ?? '',
        }
      : node,
  );
  const ones = { name: 'ones', shape: [8], values: new Array<number>(8).fill(1) };
  const zeros = { name: 'zeros', shape: [8], values: new Array<number>(8).fill(0) };
  const { document, weights, report } = importTest({
    ...model,
    nodes,
    initializers: [...(model.initializers ?? []), ones, zeros],
  });
  expect(document.nodes['encoder/layer.1']).toEqual({ type: 'block:layer' });
  expect(weights.map(({ name }) => name).filter(name => name.endsWith('gamma'))).toEqual([
    'encoder/layer.0.norm/gamma',
    'encoder/layer.1.norm/gamma',
  ]);
  expect(report.parameters).toBe(2 * (5 * 64 + 16));
});
