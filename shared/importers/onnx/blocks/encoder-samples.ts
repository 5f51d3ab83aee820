import { wave } from '../onnx-samples.ts';
import type { TestModel, TestNode, TestTensor } from '../testing.ts';

const tensor = (name: string, shape: readonly number[]): TestTensor => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  const start = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return {
    name,
    shape,
    values: wave(size + start)
      .slice(start)
      .map(value => value / 2),
  };
};

/** How the layers of {@link encoder} are. */
interface EncoderForm {
  /** All layers use the weights of the first. */
  readonly isShared?: boolean;
  /** A mask is added to the scores, so that the attention stays spelled out. */
  readonly isMasked?: boolean;
  /** A wire goes from the first layer to the outside and back. */
  readonly isBroken?: boolean;
}

/** Two encoder layers as a transformer has them, (batch, 3 places, 8 features), 2 heads, named by their modules. */
export function encoder({ isShared = false, isMasked = false, isBroken = false }: EncoderForm): TestModel {
  const initializers: TestTensor[] = [
    { name: 'form', shape: [4], dtype: 'int64', values: [0, 3, 2, 4] },
    { name: 'back', shape: [3], dtype: 'int64', values: [0, 3, 8] },
    { name: 'root', shape: [], values: [2] },
    tensor('mask', [3, 3]),
  ];
  const layer = (i: number, from: string, to: string): TestNode[] => {
    const own = (name: string) => `${name}${isShared ? '' : i}`;
    for (const name of ['q', 'k', 'v', 'o', 'm']) {
      const known = initializers.some(each => each.name === own(name));
      if (!known) initializers.push(tensor(own(name), [8, 8]));
    }
    const at = (name: string) => `l${i}/${name}`;
    const node = (
      operator: string,
      module: string,
      inputs: readonly string[],
      output: string,
      attributes: TestNode['attributes'] = {},
    ): TestNode => ({
      operator,
      inputs,
      outputs: [output],
      attributes,
      name: `/encoder/layer.${i}/${module}${operator}_${output.replace('/', '_')}`,
    });
    const heads = (name: string, perm: readonly number[]) => [
      node('MatMul', `attn/${name}/`, [from, own(name)], at(name)),
      node('Reshape', 'attn/', [at(name), 'form'], at(`${name}1`)),
      node('Transpose', 'attn/', [at(`${name}1`)], at(`${name}2`), { perm: { ints: perm } }),
    ];
    const product = at('product');
    return [
      ...heads('q', [0, 2, 1, 3]),
      ...heads('k', [0, 2, 3, 1]),
      ...heads('v', [0, 2, 1, 3]),
      node('MatMul', 'attn/', [at('q2'), at('k2')], product),
      node('Div', 'attn/', [product, 'root'], at('scaled')),
      ...(isMasked ? [node('Add', 'attn/', [at('scaled'), 'mask'], at('masked'))] : []),
      node('Softmax', 'attn/', [at(isMasked ? 'masked' : 'scaled')], at('weights'), { axis: { int: -1 } }),
      node('MatMul', 'attn/', [at('weights'), at('v2')], at('mean')),
      node('Transpose', 'attn/', [at('mean')], at('mean1'), { perm: { ints: [0, 2, 1, 3] } }),
      node('Reshape', 'attn/', [at('mean1'), 'back'], at('mean2')),
      node('MatMul', 'attn/o/', [at('mean2'), own('o')], at('attn')),
      node('Add', '', [from, at('attn')], at('sum')),
      ...(isBroken && i === 0
        ? [{ operator: 'Tanh', inputs: [at('sum')], outputs: [at('out')], name: '/other/tanh' }]
        : []),
      node('MatMul', 'mlp/', [at(isBroken && i === 0 ? 'out' : 'sum'), own('m')], at('mlp')),
      node('Relu', '', [at('mlp')], at('relu')),
      node('Add', '', [at('sum'), at('relu')], to),
    ];
  };
  return {
    inputs: [['x', ['N', 3, 8]]],
    outputs: [['y', null]],
    nodes: [...layer(0, 'x', 'between'), ...layer(1, 'between', 'y')],
    initializers,
  };
}

/** Encoders whose layers become blocks. */
export const ENCODER_SAMPLES: readonly (readonly [string, TestModel])[] = [
  ['two encoder layers', encoder({})],
  ['two encoder layers of the same weights', encoder({ isShared: true })],
  ['two encoder layers with a mask', encoder({ isMasked: true })],
  ['an encoder layer that is left and entered again', encoder({ isBroken: true })],
];
