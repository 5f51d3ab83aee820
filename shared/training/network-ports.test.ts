import { expect, it } from 'vitest';
import { DOCUMENT_VERSION, type NetloomDocument } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import { networkPorts } from './network-ports.ts';

const DOCUMENT: NetloomDocument = {
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'words',
  nodes: {
    words: { type: 'InputLayer', parameters: { shape: [4] } },
    facts: { type: 'InputLayer', parameters: { shape: [3] } },
    pairs: { type: 'Reshape', parameters: { target_shape: [2, 2] } },
    large: { type: 'Embedding', parameters: { input_dim: 50, output_dim: 2 } },
    small: { type: 'Embedding', parameters: { input_dim: 40, output_dim: 2 } },
    flat: { type: 'Flatten' },
    flat2: { type: 'Flatten' },
    back: { type: 'ReversibleEmbedding', parameters: { input_dim: 7, output_dim: 3, reverse: true } },
    all: { type: 'Concatenate' },
  },
  edges: [
    { from: 'words', to: 'large' },
    { from: 'words', to: 'pairs' },
    { from: 'pairs', to: 'small' },
    { from: 'large', to: 'flat' },
    { from: 'small', to: 'flat2' },
    { from: 'facts', to: 'back' },
    { from: 'flat', to: 'all' },
    { from: 'flat2', to: 'all', toPort: 1 },
    { from: 'back', to: 'all', toPort: 2 },
  ],
  positions: {},
};

it('a network tells which input is looked up in a table, behind a change of shape too, and the fewest rows', () => {
  expect(networkPorts(inferDocument(DOCUMENT))).toEqual({
    inputs: [
      { name: 'words', extents: [4], lookup: { layer: 'small', rows: 40 } },
      { name: 'facts', extents: [3] },
    ],
    outputs: [{ name: 'all', extents: [23] }],
  });
});
