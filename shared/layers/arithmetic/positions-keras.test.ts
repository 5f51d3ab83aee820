import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/json.ts';
import { emptyDocument } from '../../document/schema.ts';
import { buildKerasModel } from '../../exporters/keras/build-keras-model.ts';
import { inferDocument } from '../../inference/infer.ts';

/** The operations that a layer on an input becomes: their names and the arguments beside the tensor. */
function operations(type: string, parameters: Record<string, Json>, shape: readonly number[]) {
  const document = {
    ...emptyDocument('network'),
    nodes: {
      input: { type: 'InputLayer', parameters: { shape: [...shape] } },
      layer: { type, parameters },
    },
    edges: [{ from: 'input', to: 'layer' }],
  };
  return buildKerasModel('network', inferDocument(document))
    .sources.filter(({ kind }) => kind === 'operation')
    .map(({ className, calls }) => [className, calls[0]?.positional[1], calls[0]?.named]);
}

const positions = (...constant: number[]) => ({ constant, shape: [constant.length], dtype: 'int32' });

describe('positions in Keras', () => {
  it('takes 4, 2, 0 of five elements backwards in steps of two', () => {
    const parameters = { starts: [-1], ends: [-2147483648], axes: [1], steps: [-2] };
    expect(operations('Slice', parameters, [5])).toEqual([['take', positions(4, 2, 0), { axis: 1 }]]);
  });

  it.each([
    ['reflect', [2, 1, 0, 1, 2, 1]],
    ['edge', [0, 0, 0, 1, 2, 2]],
    ['wrap', [1, 2, 0, 1, 2, 0]],
  ])('pads three elements by two before and one after: %s', (mode, expected) => {
    expect(operations('Pad', { pads: [0, 2, 0, 1], mode }, [3])).toEqual([
      ['take', positions(...expected), { axis: 1 }],
    ]);
  });

  it('doubles an axis by its nearest elements', () => {
    const parameters = {
      scales: [1, 2],
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    };
    expect(operations('Resize', parameters, [3])).toEqual([
      ['take', positions(0, 0, 1, 1, 2, 2), { axis: 1 }],
    ]);
  });

  it('interpolates linearly by a matrix: half-pixel positions -1/4, 1/4, 3/4, 5/4 of two elements', () => {
    const [call] = operations('Resize', { scales: [1, 2], mode: 'linear' }, [2]);
    const constant = [1, 0, 0.75, 0.25, 0.25, 0.75, 0, 1];
    expect(call).toEqual([
      'einsum',
      { constant, shape: [4, 2], dtype: 'float32' },
      { subscripts: 'ab,zb->az' },
    ]);
  });

  it('moves channels to pixels: (4, 1, 1) becomes (1, 2, 2)', () => {
    const parameters = { block_size: 2, data_format: 'channels_first' };
    expect(operations('DepthToSpace', parameters, [4, 1, 1])).toEqual([
      ['reshape', undefined, { newshape: [-1, 2, 2, 1, 1, 1] }],
      ['transpose', undefined, { axes: [0, 3, 4, 1, 5, 2] }],
      ['reshape', undefined, { newshape: [-1, 1, 2, 2] }],
    ]);
  });
});
