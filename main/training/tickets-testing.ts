import { DOCUMENT_VERSION, type NetloomDocument } from '../../shared/document/schema.ts';

/** The network of judges/several_outputs.py: the words of a title and three figures in, the priority and one of four departments out. */
export const TICKETS: NetloomDocument = {
  format: 'netloom',
  version: DOCUMENT_VERSION,
  name: 'tickets',
  nodes: {
    // Another order than Keras's and the archive's: names decide.
    tags: { type: 'InputLayer', parameters: { shape: [3] } },
    title: { type: 'InputLayer', parameters: { shape: [6] } },
    words: { type: 'Embedding', parameters: { input_dim: 40, output_dim: 8 } },
    mean: { type: 'GlobalAveragePooling1D' },
    both: { type: 'Concatenate' },
    hidden: { type: 'Dense', parameters: { units: 12, activation: 'relu' } },
    department: { type: 'Dense', parameters: { units: 4, activation: 'softmax' } },
    priority: { type: 'Dense', parameters: { units: 1, activation: 'sigmoid' } },
  },
  edges: [
    { from: 'title', to: 'words' },
    { from: 'words', to: 'mean' },
    { from: 'mean', to: 'both' },
    { from: 'tags', to: 'both', toPort: 1 },
    { from: 'both', to: 'hidden' },
    { from: 'hidden', to: 'department' },
    { from: 'hidden', to: 'priority' },
  ],
  positions: {
    title: [0, 0],
    tags: [220, 248],
    words: [0, 124],
    mean: [0, 248],
    both: [110, 372],
    hidden: [110, 496],
    priority: [0, 620],
    department: [220, 620],
  },
};
