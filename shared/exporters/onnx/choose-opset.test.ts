import { expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { carriedDomains, chooseOpset, keepsMeaning } from './choose-opset.ts';

interface Carried {
  readonly operator: string;
  readonly version: number;
  readonly domain?: string;
  readonly contains?: readonly string[];
}

function carrying(...operators: readonly Carried[]): NetloomDocument {
  const nodes = operators.map(
    (parameters, i) => [`op${i}`, { type: 'OnnxOperator', parameters: { ...parameters } }] as const,
  );
  return {
    ...emptyDocument('carrying'),
    nodes: { x: { type: 'InputLayer' }, ...Object.fromEntries(nodes) },
    edges: nodes.map(([to]) => ({ from: 'x', to })),
  };
}

it('knows from ONNX which versions of an operator mean the same', () => {
  // ONNX, docs/Changelog.md: Softmax has another default axis from 13 on, Squeeze takes axes as an input, Conv only gained a type in 22.
  expect(keepsMeaning({ operator: 'Softmax', domain: '', version: 11 }, 13)).toBe(false);
  expect(keepsMeaning({ operator: 'Squeeze', domain: '', version: 11 }, 17)).toBe(false);
  expect(keepsMeaning({ operator: 'NonMaxSuppression', domain: '', version: 10 }, 17)).toBe(true);
  expect(keepsMeaning({ operator: 'Conv', domain: '', version: 11 }, 22)).toBe(true);
  expect(keepsMeaning({ operator: 'GroupNormalization', domain: '', version: 18 }, 21)).toBe(false);
  expect(keepsMeaning({ operator: 'Whatever', domain: 'my.ops', version: 1 }, 17)).toBe(true);
});

it('takes the default set where it suits, else the nearest one that does', () => {
  const choose = (...operators: readonly Carried[]) =>
    chooseOpset(inferDocument(carrying(...operators)), undefined);
  expect(choose({ operator: 'LSTM', version: 14 })).toBe(17);
  expect(choose({ operator: 'GroupNormalization', version: 18 })).toBe(18);
  expect(choose({ operator: 'Attention', version: 23 })).toBe(23);
  expect(choose({ operator: 'If', version: 16, contains: ['ReduceMax'] })).toBe(17);
  expect(choose({ operator: 'If', version: 18, contains: ['ReduceMax'] })).toBe(18);
});

it('says which layer a chosen set does not suit, and which sets do', () => {
  const inference = inferDocument(carrying({ operator: 'GroupNormalization', version: 18 }));
  expect(() => chooseOpset(inference, 17)).toThrow(
    'op0 carries GroupNormalization of operator set 18, which means something else in 17. Choose an operator set of 18, 19, 20',
  );
  const torn = inferDocument(carrying({ operator: 'Softmax', version: 11 }));
  expect(() => chooseOpset(torn, undefined)).toThrow('onnx.version_converter');
});

it('imports foreign sets in the version that the file had', () => {
  const one = carrying({ operator: 'A', domain: 'my.ops', version: 3 });
  expect(carriedDomains(inferDocument(one))).toEqual(new Map([['my.ops', 3]]));
  const two = carrying(
    { operator: 'A', domain: 'my.ops', version: 3 },
    { operator: 'B', domain: 'my.ops', version: 4 },
  );
  expect(() => carriedDomains(inferDocument(two))).toThrow('a file can hold one');
});
