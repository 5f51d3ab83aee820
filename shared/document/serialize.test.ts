import { describe, expect, it } from 'vitest';
import { applyEdits } from './edits.ts';
import { emptyDocument, type NetloomDocument } from './schema.ts';
import { parseDocument, serializeDocument } from './serialize.ts';

const small: NetloomDocument = {
  ...emptyDocument('small'),
  nodes: {
    out: { type: 'Dense', parameters: { units: 2, activation: 'softmax' } },
    input: { type: 'InputLayer', parameters: { shape: [4] } },
  },
  edges: [{ from: 'input', to: 'out' }],
  positions: { out: [10, 130], input: [10, 10] },
};

/** A valid file with one thing changed. */
const file = (change: Record<string, unknown>) =>
  JSON.stringify({ ...JSON.parse(serializeDocument(small)), ...change });

describe('the file form', () => {
  it('writes nodes in the order of the network, one a line, and reads back the same', () => {
    const text = serializeDocument(small);
    expect(text.split('\n').slice(4, 8)).toEqual([
      '  "nodes": {',
      '    "input": { "type": "InputLayer", "parameters": { "shape": [4] } },',
      '    "out": { "type": "Dense", "parameters": { "activation": "softmax", "units": 2 } }',
      '  },',
    ]);
    expect(parseDocument(text)).toEqual(small);
    expect(serializeDocument(parseDocument(text))).toBe(text);
  });

  it('changes one line for a change of one parameter', () => {
    const edited = applyEdits(small, [
      { kind: 'setParameter', name: 'out', parameter: 'units', value: 3 },
    ]).document;
    const before = serializeDocument(small).split('\n');
    const after = serializeDocument(edited).split('\n');
    expect(after.filter((line, i) => line !== before[i])).toHaveLength(1);
  });

  it.each([
    ['', 'document.empty'],
    ['<!DOCTYPE html><html></html>', 'document.foreign'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0', 'document.foreign'],
    ['PK\u0003\u0004', 'document.foreign'],
    ['{"format": "netloom"', 'document.json'],
    ['{"layers": []}', 'document.schema'],
    [file({ version: 99 }), 'document.version'],
    [file({ version: 'x' }), 'document.version'],
    [file({ edges: [{ from: 'input' }] }), 'document.schema'],
    [file({ nodes: { '../x': { type: 'Dense' } } }), 'document.schema'],
    [file({ surprise: 1 }), 'document.schema'],
    [file({}).replace('"nodes":{', '"nodes":{"__proto__":{"type":"Dense"},'), 'document.schema'],
    [file({ description: 7 }), 'document.schema'],
    [`{"format": "netloom", "version": 1, "a": ${'['.repeat(100)}${']'.repeat(100)}}`, 'document.schema'],
  ])('refuses %j with %s and a sentence', (text, code) => {
    expect(() => parseDocument(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(/^The /) }),
    );
  });
});
