import { describe, expect, it } from 'vitest';
import { applyDocumentPatches, applyEdits, type DocumentEdit } from './edits.ts';
import type { Json } from './json.ts';
import { emptyDocument, type NetloomDocument } from './schema.ts';

const document: NetloomDocument = {
  ...emptyDocument('edits'),
  nodes: {
    bare: { type: 'Dense' },
    some: { type: 'Dense', trainable: false, parameters: { units: 8, use_bias: true } },
    listed: { type: 'Conv2D', parameters: { filters: 4, kernel_size: [3, 3] } },
  },
};

/** Changes nothing, and keeps an edit beside it from being a lone one. */
const NOTHING: DocumentEdit = { kind: 'moveNodes', positions: {} };

describe('setting one parameter', () => {
  const cases: readonly (readonly [string, string, Json | undefined])[] = [
    ['bare', 'units', 5],
    ['some', 'units', 9],
    ['some', 'units', 8],
    ['some', 'activation', 'relu'],
    ['some', 'use_bias', undefined],
    ['some', 'use_bias', false],
    ['some', 'name', null],
    ['listed', 'kernel_size', 5],
    ['listed', 'filters', [4]],
  ];
  it.each(cases)(
    '%s.%s = %j gives the document and the patches of the general way',
    (name, parameter, value) => {
      const edit: DocumentEdit = { kind: 'setParameter', name, parameter, value };
      const alone = applyEdits(document, [edit]);
      const general = applyEdits(document, [edit, NOTHING]);
      expect(alone).toEqual(general);
      expect(JSON.stringify(alone.document)).toBe(JSON.stringify(general.document));
      expect(alone.document === document).toBe(general.document === document);
      expect(applyDocumentPatches(document, alone.patches)).toEqual(alone.document);
      expect(applyDocumentPatches(alone.document, alone.inverse)).toEqual(document);
    },
  );

  it('of a layer that does not exist is refused with a sentence', () => {
    const edit: DocumentEdit = { kind: 'setParameter', name: 'none', parameter: 'units', value: 1 };
    expect(() => applyEdits(document, [edit])).toThrow('There is no layer named "none" in "edits".');
  });

  it('leaves every other node the very object', () => {
    const { document: after } = applyEdits(document, [
      { kind: 'setParameter', name: 'some', parameter: 'units', value: 9 },
    ]);
    expect(after.nodes.bare).toBe(document.nodes.bare);
    expect(after.edges).toBe(document.edges);
  });
});

it('keeps the order of the inputs of an ONNX file, and drops the name of a layer there that gets a name of its own', () => {
  const onnx = { inputs: ['b', 'a'], names: { b: 'b:0', y: 'y:0' } };
  const input = { type: 'InputLayer' };
  const before = { ...emptyDocument('file'), nodes: { a: input, b: input, y: { type: 'Add' } }, onnx };
  const renamed = applyEdits(before, [{ kind: 'renameNode', name: 'b', newName: 'left' }]).document;
  expect(renamed.onnx).toEqual({ inputs: ['left', 'a'], names: { y: 'y:0' } });
  const removed = applyEdits(before, [{ kind: 'removeNode', name: 'b' }]).document;
  expect(removed.onnx).toEqual({ inputs: ['a'], names: { y: 'y:0' } });
});

it('lets what the settings of data say of an input or output follow its name, and go with it', () => {
  const data = {
    columns: { wide: ['a'], deep: ['b'], price: ['cost'] },
    scaling: { wide: 'min-max', deep: 'none' },
  } as const;
  const nodes = { wide: { type: 'InputLayer' }, deep: { type: 'InputLayer' }, price: { type: 'Add' } };
  const before: NetloomDocument = { ...emptyDocument('data'), nodes, training: { data } };
  const edits: DocumentEdit[] = [
    { kind: 'renameNode', name: 'wide', newName: 'broad' },
    { kind: 'renameNode', name: 'price', newName: 'cost' },
    { kind: 'removeNode', name: 'deep' },
  ];
  const { document: after, inverse } = applyEdits(before, edits);
  expect(after.training?.data).toEqual({
    columns: { broad: ['a'], cost: ['cost'] },
    scaling: { broad: 'min-max' },
  });
  expect(applyDocumentPatches(after, inverse)).toEqual(before);
});

describe('the rates of layers', () => {
  const rated: NetloomDocument = {
    ...document,
    training: { layerRates: { bare: 0.5, 'bare.*.inner': 3, 'b*': 2, barely: 4 } },
  };

  it('follow a new name; patterns for several layers stay', () => {
    const { document: renamed } = applyEdits(rated, [{ kind: 'renameNode', name: 'bare', newName: 'head' }]);
    expect(renamed.training?.layerRates).toEqual({ head: 0.5, 'head.*.inner': 3, 'b*': 2, barely: 4 });
  });

  it('follow a new name within a block, wherever the block is used and however deep', () => {
    const node = (type: string) => ({ type });
    const blocks = {
      unit: {
        nodes: { in: node('InputLayer'), conv: node('Dense') },
        edges: [],
        inputs: ['in'],
        outputs: ['conv'],
      },
      stage: {
        nodes: { in: node('InputLayer'), body: node('block:unit') },
        edges: [],
        inputs: ['in'],
        outputs: ['body'],
      },
    };
    const layerRates = {
      'unit1.conv': 0.5,
      'unit1.2.conv': 2,
      'unit1.*.conv': 3,
      'stage1.4.body.conv': 4,
      'unit1.conv2': 5,
      conv: 6,
      'other.conv': 7,
    };
    const nested: NetloomDocument = {
      ...document,
      nodes: {
        ...document.nodes,
        unit1: node('block:unit'),
        stage1: node('block:stage'),
        conv: node('Dense'),
      },
      blocks,
      training: { layerRates },
    };
    const edit = { kind: 'renameNode', name: 'conv', newName: 'first', block: 'unit' } as const;
    const { document: renamed, inverse } = applyEdits(nested, [edit]);
    expect(Object.keys(renamed.training?.layerRates ?? {})).toEqual([
      ...['unit1.first', 'unit1.2.first', 'unit1.*.first', 'stage1.4.body.first'],
      ...['unit1.conv2', 'conv', 'other.conv'],
    ]);
    expect(applyDocumentPatches(renamed, inverse)).toEqual(nested);
    const { document: without } = applyEdits(nested, [{ kind: 'removeNode', name: 'conv', block: 'unit' }]);
    expect(without.training?.layerRates).toEqual({ 'unit1.conv2': 5, conv: 6, 'other.conv': 7 });
  });

  it('go with the layer', () => {
    const { document: without, inverse } = applyEdits(rated, [{ kind: 'removeNode', name: 'bare' }]);
    expect(without.training?.layerRates).toEqual({ 'b*': 2, barely: 4 });
    expect(applyDocumentPatches(without, inverse)).toEqual(rated);
  });
});
