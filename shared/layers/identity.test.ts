import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { ramp, runForward } from './forward-testing.ts';
import { forward } from './identity.tfjs.ts';
import identity from './identity.ts';
import { layerResult } from './layer-testing.ts';

describe('Identity', () => {
  it('leaves shape, type and elements as they are, unknown extents too', () => {
    expect(layerResult(identity, {}, [['N', null, 'T', 3]]).shapes).toEqual([['N', null, 'T', 3]]);
    const whole = { dtype: 'int32', shape: ['N', 4], constant: [1, 2, 3, 4] } as const;
    expect(identity.infer({ name: 'same', parameters: {}, inputs: [whole] })).toEqual([whole]);
    const input = ramp([2, 3, 4]);
    expect(runForward(tf, identity, forward, {}, [input]).outputs).toEqual([input]);
  });
});
