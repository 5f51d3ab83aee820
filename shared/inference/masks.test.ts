import { describe, expect, it } from 'vitest';
import { summarize } from '../analysis/summary.ts';
import { applyEdits } from '../document/edits.ts';
import { emptyDocument, type NetloomDocument } from '../document/schema.ts';
import { allProblems, inferDocument, updateInference } from './infer.ts';

/** x -> embedding -> dense -> LSTM, with or without a mask. */
function network(
  maskZero: boolean,
  behind: NetloomDocument['nodes'] = { rnn: { type: 'LSTM', parameters: { units: 3 } } },
): NetloomDocument {
  const [last = 'rnn'] = Object.keys(behind);
  return {
    ...emptyDocument('masks'),
    nodes: {
      x: { type: 'InputLayer', parameters: { shape: [5] } },
      embedding: {
        type: 'Embedding',
        parameters: { input_dim: 9, output_dim: 4, ...(maskZero ? { mask_zero: true } : {}) },
      },
      dense: { type: 'Dense', parameters: { units: 4 } },
      ...behind,
    },
    edges: [
      { from: 'x', to: 'embedding' },
      { from: 'embedding', to: 'dense' },
      { from: 'dense', to: last },
    ],
  };
}

const setMaskZero = (value: boolean) =>
  ({ kind: 'setParameter', name: 'embedding', parameter: 'mask_zero', value }) as const;

describe('masks', () => {
  it('leave a network alone in which nothing makes one', () => {
    const { graph } = inferDocument(network(false));
    expect(graph.masks).toBeUndefined();
    expect([...graph.nodes.keys()]).toEqual(['x', 'embedding', 'dense', 'rnn']);
  });

  it('reach a recurrent layer through a dense one by a hidden node, which the summary does not list', () => {
    const inference = inferDocument(network(true));
    const rnn = inference.nodes.get('rnn');
    expect(rnn?.node.maskOf).toEqual([0]);
    expect(rnn?.node.inputs).toEqual([
      { node: 'dense', port: 0 },
      { node: 'embedding/mask', port: 0 },
    ]);
    expect(rnn?.masks?.[0]).toEqual({ dtype: 'bool', shape: ['N', 5] });
    expect(summarize(inference, 'masks').rows.map(row => [row.name, row.connectedTo])).toEqual([
      ['x', []],
      ['embedding', ['x']],
      ['dense', ['embedding']],
      ['rnn', ['dense']],
    ]);
  });

  it('come and go with the parameter', () => {
    const document = network(false);
    const on = applyEdits(document, [setMaskZero(true)]);
    const after = updateInference(inferDocument(document), on);
    expect(after.nodes.get('rnn')?.node.maskOf).toEqual([0]);
    const off = applyEdits(on.document, [setMaskZero(false)]);
    expect(updateInference(after, off).nodes.get('rnn')?.node.maskOf).toBeUndefined();
  });

  it('end with a warning at a layer that does not pass them on', () => {
    const inference = inferDocument(network(true, { flat: { type: 'Flatten' } }));
    expect(allProblems(inference)).toMatchObject([
      { code: 'mask.ended', severity: 'warning', layer: 'flat' },
    ]);
  });

  it('are refused by a layer that cannot work behind one', () => {
    const inference = inferDocument(network(true, { shares: { type: 'Softmax' } }));
    expect(allProblems(inference)).toMatchObject([
      { code: 'mask.refused', severity: 'error', layer: 'shares' },
    ]);
  });

  it('tell where an output counts', () => {
    const sequences = { rnn: { type: 'LSTM', parameters: { units: 3, return_sequences: true } } };
    const { graph } = inferDocument(network(true, sequences));
    expect([...(graph.masks?.ofOutputs ?? [])]).toEqual([['rnn', 'embedding/mask']]);
  });
});
