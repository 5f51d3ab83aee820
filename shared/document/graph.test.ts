import { describe, expect, it } from 'vitest';
import { buildGraph } from './graph.ts';
import { type DocumentBlock, emptyDocument, type NetloomDocument } from './schema.ts';

const residual: DocumentBlock = {
  inputs: ['in'],
  outputs: ['add'],
  nodes: { in: { type: 'InputLayer' }, fc: { type: 'Dense' }, add: { type: 'Add' } },
  edges: [
    { from: 'in', to: 'fc' },
    { from: 'fc', to: 'add' },
    { from: 'in', to: 'add', toPort: 1 },
  ],
};

const withBlock = (change: object): NetloomDocument => ({
  ...emptyDocument('blocks'),
  nodes: {
    x: { type: 'InputLayer' },
    stage: { type: 'block:residual', repeat: 2, ...change },
    out: { type: 'Dense' },
  },
  edges: [
    { from: 'x', to: 'stage' },
    { from: 'stage', to: 'out' },
  ],
  blocks: { residual },
});

describe('the flat network', () => {
  it('opens a repeated block in sequence with inner names', () => {
    const graph = buildGraph(withBlock({}));
    expect([...graph.nodes.keys()]).toEqual([
      'x',
      'stage.1.fc',
      'stage.1.add',
      'stage.2.fc',
      'stage.2.add',
      'out',
    ]);
    expect(graph.nodes.get('stage.2.add')?.inputs).toEqual([
      { node: 'stage.2.fc', port: 0 },
      { node: 'stage.1.add', port: 0 },
    ]);
    expect(graph.nodes.get('out')?.inputs).toEqual([{ node: 'stage.2.add', port: 0 }]);
    expect(graph.nodes.get('stage.2.fc')?.weightsOf).toBeNull();
    expect(graph.faults).toEqual([]);
  });

  it('gives shared copies the weights of the first, and freezes the inside of a frozen block', () => {
    const graph = buildGraph(withBlock({ shared: true, trainable: false }));
    expect(graph.nodes.get('stage.2.fc')?.weightsOf).toBe('stage.1.fc');
    expect(graph.nodes.get('stage.1.fc')?.trainable).toBe(false);
  });

  it('wires past a bypassed node', () => {
    const document: NetloomDocument = {
      ...emptyDocument('bypass'),
      nodes: { a: { type: 'InputLayer' }, b: { type: 'Dense', bypass: true }, c: { type: 'Dense' } },
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
      ],
    };
    const graph = buildGraph(document);
    expect([...graph.nodes.keys()]).toEqual(['a', 'c']);
    expect(graph.nodes.get('c')?.inputs).toEqual([{ node: 'a', port: 0 }]);
  });

  it('lets a block use the weights of another use of it, layer by layer', () => {
    const document: NetloomDocument = {
      ...emptyDocument('twice'),
      nodes: {
        x: { type: 'InputLayer' },
        first: { type: 'block:outer' },
        second: { type: 'block:outer', weightsOf: 'first' },
      },
      edges: [
        { from: 'x', to: 'first' },
        { from: 'first', to: 'second' },
      ],
      blocks: {
        residual,
        outer: {
          inputs: ['in'],
          outputs: ['again'],
          nodes: {
            in: { type: 'InputLayer' },
            stage: { type: 'block:residual', repeat: 2 },
            again: { type: 'Dense', weightsOf: 'fc' },
            fc: { type: 'Dense' },
          },
          edges: [
            { from: 'in', to: 'stage' },
            { from: 'stage', to: 'fc' },
            { from: 'fc', to: 'again' },
          ],
        },
      },
    };
    const owners = [...buildGraph(document).nodes.values()].map(node => [node.name, node.weightsOf]);
    expect(Object.fromEntries(owners)).toMatchObject({
      'first.stage.2.fc': null,
      'first.again': 'first.fc',
      'second.stage.1.fc': 'first.stage.1.fc',
      'second.stage.2.fc': 'first.stage.2.fc',
      'second.fc': 'first.fc',
      'second.again': 'first.fc',
    });
  });

  it('names a block that does not exist, one that holds itself, and a broken wire, and keeps the rest', () => {
    const missing = buildGraph({ ...withBlock({}), blocks: {} });
    expect(missing.faults).toMatchObject([{ code: 'graph.block', node: 'stage' }]);
    const nested = { ...residual, nodes: { ...residual.nodes, fc: { type: 'block:residual' } } };
    const self = buildGraph({ ...withBlock({}), blocks: { residual: nested } });
    expect(self.faults[0]).toMatchObject({ code: 'graph.block' });
    const broken = buildGraph({ ...withBlock({}), edges: [{ from: 'x', to: 'nowhere' }] });
    expect(broken.faults).toMatchObject([{ code: 'graph.edge' }]);
    expect(broken.nodes.has('out')).toBe(true);
  });

  it('does not depend on the order in the file', () => {
    const document = withBlock({});
    const turned = {
      ...document,
      nodes: Object.fromEntries(Object.entries(document.nodes).reverse()),
      edges: [...document.edges].reverse(),
    };
    expect([...buildGraph(turned).nodes.keys()]).toEqual([...buildGraph(document).nodes.keys()]);
  });
});
