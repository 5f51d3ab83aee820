import { describe, expect, it } from 'vitest';
import dense from './dense.ts';
import { layerResult } from './layer-testing.ts';

describe('Dense', () => {
  it("counts AlexNet's first dense layer: (9,216 + 1) × 4,096 = 37,752,832", () => {
    const result = layerResult(dense, { units: 4096, activation: 'relu' }, [['N', 9216]]);
    expect(result.shapes).toEqual([['N', 4096]]);
    expect(result.parameterCount).toBe(37_752_832);
    expect(result.multiplyAdds).toBe(9216 * 4096);
    expect(result.explanations[0]).toMatchObject({ formula: '(9,216 + 1) × 4,096', result: '37,752,832' });
  });

  it('serves each position of further axes with one kernel (Keras: (N, 7, 10, 5) → (N, 7, 10, 8), 40 weights without bias)', () => {
    const result = layerResult(dense, { units: 8, use_bias: false }, [['N', 7, 10, 5]]);
    expect(result.shapes).toEqual([['N', 7, 10, 8]]);
    expect(result.parameterCount).toBe(40);
    expect(result.multiplyAdds).toBe(7 * 10 * 5 * 8);
  });

  it('refuses an unknown last axis and an input without features', () => {
    expect(layerResult(dense, {}, [['N', null]]).error?.code).toBe('shape.unknown');
    expect(layerResult(dense, {}, [['N']]).error?.code).toBe('shape.rank');
  });

  it('warns of a kernel of zeros and of the step activation', () => {
    const codes = (raw: Record<string, string | number>) =>
      layerResult(dense, raw, [['N', 4]]).warnings.map(warning => warning.code);
    expect(codes({ kernel_initializer: 'zeros' })).toEqual(['initializer.zeros']);
    expect(codes({ activation: 'step' })).toEqual(['activation.not-differentiable']);
    expect(codes({})).toEqual([]);
    expect(codes({ kernel_initializer: 'zeros', units: 1 })).toEqual([]);
  });
});
