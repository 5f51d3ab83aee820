import { describe, expect, it } from 'vitest';
import type { DatasetInfo } from '../contract/runs.ts';
import { applyEdits } from '../document/edits.ts';
import { DOCUMENT_VERSION, type NetloomDocument } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import { datasetMisfit } from './dataset-fit.ts';
import { DATASETS } from './dataset-list.ts';

function dataset(name: string) {
  const found = DATASETS.find(candidate => candidate.name === name);
  if (!found) throw new Error(name);
  return found;
}

function dense(shape: readonly number[], units: number): NetloomDocument {
  return {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: 'test',
    nodes: {
      x: { type: 'InputLayer', parameters: { shape } },
      hidden: { type: 'Dense', parameters: { units: 4 } },
      y: { type: 'Dense', parameters: { units } },
      probabilities: { type: 'Softmax' },
    },
    edges: [
      { from: 'x', to: 'hidden' },
      { from: 'hidden', to: 'y' },
      { from: 'y', to: 'probabilities' },
    ],
    positions: { x: [0, 0] },
  };
}

const misfit = (document: NetloomDocument, name: string) =>
  datasetMisfit(document, inferDocument(document), dataset(name));

/** Carries out the offered fix and looks whether the data set then fits. */
function afterFix(document: NetloomDocument, name: string): NetloomDocument {
  const found = misfit(document, name);
  if (!found?.fix) throw new Error(`no fix: ${found?.message}`);
  const fixed = applyEdits(document, found.fix.edits).document;
  expect(misfit(fixed, name)).toBeNull();
  return fixed;
}

describe('a data set that does not fit', () => {
  it('flattens several inputs, each by a layer of its own name, and tells what feeds one input alone', () => {
    const two: NetloomDocument = {
      ...dense([2], 3),
      nodes: {
        a: { type: 'InputLayer', parameters: { shape: [2] } },
        b: { type: 'InputLayer', parameters: { shape: [2] } },
        flatten: { type: 'Dense', parameters: { units: 4 } },
        other: { type: 'Dense', parameters: { units: 4 } },
        both: { type: 'Concatenate' },
        y: { type: 'Dense', parameters: { units: 3, activation: 'softmax' } },
      },
      edges: [
        { from: 'a', to: 'flatten' },
        { from: 'b', to: 'other' },
        { from: 'flatten', to: 'both' },
        { from: 'other', to: 'both', toPort: 1 },
        { from: 'both', to: 'y' },
      ],
    };
    const data: DatasetInfo = {
      ...dataset('mnist'),
      inputs: [
        { name: 'a', shape: [2, 2] },
        { name: 'b', shape: [3, 3] },
      ],
      targets: [{ name: null, shape: [3], classes: ['0', '1', '2'] }],
    };
    const found = datasetMisfit(two, inferDocument(two), data);
    const fixed = applyEdits(two, found?.fix?.edits ?? []).document;
    expect(datasetMisfit(fixed, inferDocument(fixed), data)).toBeNull();
    expect(fixed.nodes).toMatchObject({ flatten2: { type: 'Flatten' }, flatten3: { type: 'Flatten' } });
    expect(misfit(two, 'mnist')).toEqual({
      message:
        'The data set "Handwritten digits (MNIST)" (mnist) feeds one input; the network has 2 ("a", "b").',
      fix: null,
    });
  });

  it('is let through when it does', () => {
    expect(misfit(dense([2], 2), 'spirals')).toBeNull();
  });

  it('names both shapes at the input, and the fix sets it, flattens and sets the units before the softmax', () => {
    const document = dense([2], 3);
    expect(misfit(document, 'mnist')?.message).toBe(
      'The data set "Handwritten digits (MNIST)" (mnist) gives samples of 28 × 28 × 1, but the input "x" takes 2.',
    );
    const fixed = afterFix(document, 'mnist');
    expect(fixed.nodes.x?.parameters).toEqual({ shape: [28, 28, 1] });
    expect(fixed.nodes.flatten).toEqual({ type: 'Flatten' });
    expect(fixed.nodes.y?.parameters).toEqual({ units: 10 });
    expect(fixed.nodes.hidden?.parameters).toEqual({ units: 4 });
  });

  it('changes the activation with the width: none for one value, a softmax for classes', () => {
    const single = (activation: string, units: number): NetloomDocument => {
      const { probabilities: _, ...nodes } = dense([2], units).nodes;
      return {
        ...dense([2], units),
        nodes: { ...nodes, y: { type: 'Dense', parameters: { units, activation } } },
        edges: [
          { from: 'x', to: 'hidden' },
          { from: 'hidden', to: 'y' },
        ],
      };
    };
    const prices = {
      ...dataset('spirals'),
      name: 'prices',
      title: 'Prices',
      targets: [{ name: null, shape: [1], classes: null }],
    };
    const document = single('softmax', 2);
    const toValue = datasetMisfit(document, inferDocument(document), prices)?.fix;
    expect(toValue?.title).toBe('set units of "y" to 1, its activation to linear');
    expect(applyEdits(document, toValue?.edits ?? []).document.nodes.y?.parameters).toEqual({
      units: 1,
      activation: 'linear',
    });
    const loss = 'categorical_crossentropy' as const;
    const trained = { ...document, training: { epochs: 3, outputs: { y: { loss } } } };
    const again = datasetMisfit(trained, inferDocument(trained), prices)?.fix?.edits ?? [];
    expect(applyEdits(trained, again).document.training, 'the loss for classes goes').toEqual({
      epochs: 3,
      outputs: {},
    });
    expect(misfit(single('sigmoid', 1), 'spirals')?.fix?.title).toBe(
      'set units of "y" to 2, its activation to softmax',
    );
    expect(misfit(single('relu', 1), 'spirals')?.fix?.title).toBe('set units of "y" to 2');
  });

  it('reshapes where the number of elements is the same', () => {
    const fixed = afterFix(dense([784], 10), 'mnist');
    expect(fixed.nodes.reshape).toEqual({ type: 'Reshape', parameters: { target_shape: [784] } });
  });

  it('names both shapes at the output', () => {
    const document = dense([2], 3);
    expect(misfit(document, 'spirals')?.message).toBe(
      'The data set "Two spirals" (spirals) has targets of 2, but the output "probabilities" gives 3.',
    );
    expect(afterFix(document, 'spirals').nodes.y?.parameters).toEqual({ units: 2 });
  });

  it('tells how each of several outputs gets targets of its own', () => {
    const two = {
      ...dense([2], 2),
      nodes: { ...dense([2], 2).nodes, price: { type: 'Dense', parameters: { units: 1 } } },
      edges: [...dense([2], 2).edges, { from: 'hidden', to: 'price' }],
    };
    expect(misfit(two, 'spirals')?.message).toMatch(
      /has targets of 2, but the output "price" gives 1\. The same targets go to all of "[a-z]+", "[a-z]+"; .*--columns NAME=COLUMN/,
    );
  });

  it('offers no fix where none is known', () => {
    const found = misfit(dense([32, 32, 1], 10), 'mnist');
    expect(found?.message).toContain('28 × 28 × 1');
    expect(misfit(dense([28, 28, 1], 10), 'spirals')?.fix).not.toBeUndefined();
    const twoInputs: NetloomDocument = {
      ...dense([2], 2),
      nodes: { ...dense([2], 2).nodes, x2: { type: 'InputLayer' } },
    };
    expect(misfit(twoInputs, 'spirals')).toMatchObject({
      message: 'The data set "Two spirals" (spirals) feeds one input; the network has 2 ("x", "x2").',
      fix: null,
    });
  });
});

describe('a data set of several inputs and targets', () => {
  const pairs: DatasetInfo = {
    ...dataset('spirals'),
    name: '/data/pairs.npz',
    title: 'pairs.npz',
    inputs: [
      { name: 'facts', shape: [3] },
      { name: 'photo', shape: [8, 8, 1] },
    ],
    targets: [
      { name: 'price', shape: [1], classes: null },
      { name: 'kind', shape: [4], classes: ['a', 'b', 'c', 'd'] },
    ],
  };
  const network = (facts: readonly number[], kinds: number, photo = 'photo'): NetloomDocument => ({
    ...dense([2], 2),
    nodes: {
      [photo]: { type: 'InputLayer', parameters: { shape: [8, 8, 1] } },
      facts: { type: 'InputLayer', parameters: { shape: facts } },
      flat: { type: 'Flatten' },
      both: { type: 'Concatenate' },
      kind: { type: 'Dense', parameters: { units: kinds, activation: 'softmax' } },
      price: { type: 'Dense', parameters: { units: 1 } },
    },
    edges: [
      { from: photo, to: 'flat' },
      { from: 'flat', to: 'both' },
      { from: 'facts', to: 'both', toPort: 1 },
      { from: 'both', to: 'kind' },
      { from: 'both', to: 'price' },
    ],
  });
  const found = (document: NetloomDocument) => datasetMisfit(document, inferDocument(document), pairs);

  it('fits by the names of inputs and outputs, whatever their order', () => {
    expect(found(network([3], 4))).toBeNull();
  });

  it('names the input and the output that do not fit, and one fix mends both', () => {
    const misfitting = network([2], 3);
    const { message, fix } = found(misfitting) ?? {};
    expect(message).toContain('gives samples of 3, but the input "facts" takes 2.');
    expect(fix?.title).toBe('Set the input "facts" to 3 and set units of "kind" to 4');
    expect(found(applyEdits(misfitting, fix?.edits ?? []).document)).toBeNull();
    expect(found(network([3], 3))?.message).toContain('has targets of 4, but the output "kind" gives 3.');
  });

  it('says what it has where the network has another name', () => {
    expect(found(network([3], 4, 'picture'))).toMatchObject({
      message: expect.stringContaining('has nothing for the input "picture"; it feeds "facts", "photo".'),
      fix: null,
    });
  });
});
