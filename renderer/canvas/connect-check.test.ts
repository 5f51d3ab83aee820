import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../shared/document/edits.ts';
import { edge } from '../../shared/document/operations.ts';
import { emptyDocument } from '../../shared/document/schema.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { allLayerTypes } from '../../shared/layers/registry.ts';
import { endKey } from './canvas-store.ts';
import { checkEnds, checkSources, fitsAt, refusal } from './connect-check.ts';
import { portTable } from './ports.ts';

const network = applyEdits(emptyDocument('net'), [
  { kind: 'addNode', name: 'input', node: { type: 'InputLayer', parameters: { shape: [28, 28, 1] } } },
  { kind: 'addNode', name: 'flat', node: { type: 'Flatten' } },
  { kind: 'addNode', name: 'conv', node: { type: 'Conv2D' } },
  { kind: 'addNode', name: 'sum', node: { type: 'Add' } },
  { kind: 'addNode', name: 'ten', node: { type: 'Dense', parameters: { units: 10 } } },
  { kind: 'connect', edge: edge('input', 'flat') },
  { kind: 'connect', edge: edge('flat', 'ten') },
  { kind: 'connect', edge: edge('flat', 'sum') },
]).document;
const inference = inferDocument(network);

describe('where a wire can end', () => {
  it('refuses a layer that cannot work on what the wire brings, with its sentence', () => {
    expect(refusal(network, inference, edge('flat', 'conv'))).toMatch(/^conv .*\(None, 784\)/);
    expect(refusal(network, inference, edge('input', 'conv'))).toBeNull();
  });

  it('refuses loops, inputs and missing ports', () => {
    expect(refusal(network, inference, edge('sum', 'flat'))).toMatch('loop');
    expect(refusal(network, inference, edge('flat', 'input'))).toMatch('takes no wire');
    expect(refusal(network, inference, edge('input', 'flat', 1))).toMatch('takes 1 wire');
  });

  it('lets a merge collect its first wires and refuses what cannot be added', () => {
    expect(refusal(network, inference, edge('flat', 'sum', 1))).toBeNull();
    expect(refusal(network, inference, edge('ten', 'sum', 1))).toMatch('(None, 784) and (None, 10)');
  });

  it('lets all wires of an output go to another that suits each of them', () => {
    // flat feeds ten and sum.
    const wires = network.edges.filter(wire => wire.from === 'flat');
    const refusals = checkSources(network, inference, wires, portTable(network, inference));
    expect(refusals.get(endKey('flat', 0))).toBeNull();
    expect(refusals.get(endKey('conv', 0))).toBeNull();
    expect(refusals.get(endKey('ten', 0))).toBe('ten cannot feed itself.');
    expect(refusals.get(endKey('sum', 0))).toBe('sum cannot feed itself.');
  });

  it('offers a merge one port more than it has wires, at least two', () => {
    const ports = portTable(network, inference);
    expect(ports.get('sum')).toEqual({ inputs: 2, outputs: 1, wired: '10' });
    expect(ports.get('input')).toEqual({ inputs: 0, outputs: 1, wired: '' });
    const more = applyEdits(network, [{ kind: 'connect', edge: edge('flat', 'sum', 1) }]).document;
    expect(portTable(more, inferDocument(more)).get('sum')?.inputs).toBe(3);
  });

  it('checks every port at once', () => {
    const ends = checkEnds(
      network,
      inference,
      { node: 'flat', port: 0, side: 'source' },
      portTable(network, inference),
    );
    expect(ends.get(endKey('sum', 1))).toBeNull();
    expect(ends.get(endKey('conv', 0))).toMatch('conv');
    expect(ends.has(endKey('input', 0))).toBe(false);
  });

  it('lists for an open end only the layers that fit', () => {
    const at = { node: 'flat', port: 0, side: 'source' } as const;
    const types = allLayerTypes()
      .filter(layer => fitsAt(layer, network, inference, at))
      .map(layer => layer.type);
    expect(types).toContain('Dense');
    expect(types).not.toContain('Conv2D');
    expect(types).not.toContain('InputLayer');
  });
});
