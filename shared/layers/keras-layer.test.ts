import { describe, expect, it } from 'vitest';
import kerasLayer from './keras-layer.ts';
import { layerResult } from './layer-testing.ts';
import { parseParameters } from './parse-parameters.ts';

describe('KerasLayer', () => {
  it('shows the outputs and counts the weights that the file tells', () => {
    const parameters = {
      class_name: 'MyDense',
      outputs: [
        { dtype: 'float32', shape: ['N', 4] },
        { dtype: 'int32', shape: null },
      ],
      weights: [{ name: 'sub/0', shape: [3, 4] }],
    };
    const result = layerResult(kerasLayer, parameters, [['N', 3]]);
    expect(result.shapes).toEqual([['N', 4], null]);
    expect(result.parameterCount).toBe(12);
    expect(result.weights[0]).toMatchObject({ name: 'sub/0', dtype: 'float32', trainable: false });
  });

  it('takes any number of inputs and knows nothing of its output unless told', () => {
    expect(
      layerResult(kerasLayer, {}, [
        ['N', 3],
        ['N', 7, 2],
      ]).shapes,
    ).toEqual([null]);
  });

  it.each([
    ['outputs', []],
    ['outputs', [{ dtype: 'float33', shape: null }]],
    ['weights', [{ name: 'a', shape: [-1] }]],
    [
      'weights',
      [
        { name: 'a', shape: [1] },
        { name: 'a', shape: [1] },
      ],
    ],
    ['config', 'code'],
  ])('refuses %s = %j', (name, value) => {
    const { problems } = parseParameters(kerasLayer.parameters, { [name]: value });
    expect(problems).toMatchObject([{ code: 'parameter.value' }]);
  });
});
