import { describe, expect, it } from 'vitest';
import { applyEdits } from '../document/edits.ts';
import { emptyDocument } from '../document/schema.ts';
import { allProblems, inferDocument } from './infer.ts';
import { inSinglePrecision } from './single-precision.ts';

function network(...dtypes: readonly string[]) {
  const inputs = dtypes.flatMap((dtype, i) => [
    {
      kind: 'addNode' as const,
      name: `input${i}`,
      node: { type: 'InputLayer', parameters: { shape: [20], dtype } },
    },
    { kind: 'connect' as const, edge: { from: `input${i}`, to: 'sum', toPort: i } },
  ]);
  return applyEdits(emptyDocument('half'), [
    { kind: 'addNode', name: 'sum', node: { type: 'Concatenate', parameters: {} } },
    ...inputs,
    { kind: 'addNode', name: 'dense', node: { type: 'Dense', parameters: { units: 8 } } },
    { kind: 'connect', edge: { from: 'sum', to: 'dense' } },
  ]).document;
}

describe('half precision', () => {
  it.each(['float16', 'bfloat16'] as const)('goes from the input through layers and weights: %s', dtype => {
    const dense = inferDocument(network(dtype, dtype)).nodes.get('dense');
    expect(dense?.outputs).toEqual([{ dtype, shape: ['N', 8] }]);
    expect(dense?.weights.map(weight => [weight.shape, weight.dtype])).toEqual([
      [[40, 8], dtype],
      [[8], dtype],
    ]);
    expect(dense?.multiplyAdds).toBe(320);
  });

  it('is one precision, not two', () => {
    const found = allProblems(inferDocument(network('float16', 'bfloat16')));
    expect(found.map(({ code }) => code)).toContain('shape.dtype');
  });

  it('is float32 for engines, the same network for those without it', () => {
    const single = inSinglePrecision(inferDocument(network('float16', 'float16')));
    const dense = single.nodes.get('dense');
    expect(dense?.outputs).toEqual([{ dtype: 'float32', shape: ['N', 8] }]);
    expect(dense?.weights.map(({ dtype }) => dtype)).toEqual([undefined, undefined]);
    const plain = inferDocument(network('float32', 'float32'));
    expect(inSinglePrecision(plain)).toBe(plain);
  });
});
