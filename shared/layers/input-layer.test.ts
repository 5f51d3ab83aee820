import { describe, expect, it } from 'vitest';
import inputLayer from './input-layer.ts';
import { layerResult } from './layer-testing.ts';

describe('InputLayer', () => {
  it('puts the batch in front of the shape of a sample (Keras: (None, 227, 227, 3))', () => {
    const result = layerResult(inputLayer, { shape: [227, 227, 3] }, []);
    expect(result.shapes).toEqual([['N', 227, 227, 3]]);
    expect(result.parameterCount).toBe(0);
    expect(result.keyLine).toBe('float32');
  });

  it('takes open and named extents, a scalar per sample, and other element types', () => {
    expect(layerResult(inputLayer, { shape: [null, 'T', 8] }, []).shapes).toEqual([['N', null, 'T', 8]]);
    expect(layerResult(inputLayer, { shape: [], dtype: 'int32' }, []).shapes).toEqual([['N']]);
    expect(layerResult(inputLayer, { dtype: 'int32' }, []).keyLine).toBe('int32');
  });

  it('refuses extents that are no positive whole numbers', () => {
    expect(() => layerResult(inputLayer, { shape: [0, 3] }, [])).toThrow(/whole numbers of at least 1/);
    expect(() => layerResult(inputLayer, { shape: [-1] }, [])).toThrow(/whole numbers of at least 1/);
  });
});
