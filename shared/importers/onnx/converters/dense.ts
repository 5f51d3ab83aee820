import type { Constant } from '../constant.ts';
import { reshapedConstant } from '../constant.ts';
import type { Converter } from '../convert-context.ts';
import { attributeInt } from '../node-attributes.ts';

/** A bias of one number per unit, whatever extents of 1 stand before it; null for any other. */
export function biasVector(bias: Constant | null, units: number): Constant | null {
  if (!bias || bias.shape.at(-1) !== units || bias.shape.slice(0, -1).some(extent => extent !== 1))
    return null;
  return bias.shape.length === 1 ? bias : reshapedConstant(bias, [units]);
}

/** Gemm with a constant matrix as a fully connected layer. */
export const gemm: Converter = context => {
  const { node } = context;
  const kernel = context.constant(1);
  if (kernel?.shape.length !== 2 || attributeInt(node, 'transA', 0) !== 0) return null;
  if ((node.attributes.get('alpha')?.float ?? 1) !== 1) return null;
  const isTransposed = attributeInt(node, 'transB', 0) === 1;
  const units = kernel.shape[isTransposed ? 0 : 1] ?? 0;
  const bias = biasVector(context.constant(2), units);
  if (context.has(2) && (!bias || (node.attributes.get('beta')?.float ?? 1) !== 1)) return null;
  return [
    {
      type: 'Dense',
      inputs: [context.input(0)],
      parameters: { units, use_bias: bias !== null },
      weights: {
        kernel: isTransposed ? { constant: kernel, permutation: [1, 0] } : { constant: kernel },
        ...(bias ? { bias: { constant: bias } } : {}),
      },
    },
  ];
};

/** MatMul: with a constant matrix a fully connected layer, else the product of two wires. A third input is an added bias. */
export const matMul: Converter = context => {
  const kernel = context.constant(1);
  const rank = context.rank(0) ?? 0;
  if (kernel?.shape.length === 2 && rank >= 2 && !context.constant(0)) {
    const units = kernel.shape[1] ?? 0;
    const bias = biasVector(context.constant(2), units);
    if (context.has(2) && !bias) return null;
    return [
      {
        type: 'Dense',
        inputs: [context.input(0)],
        parameters: { units, use_bias: bias !== null },
        weights: { kernel: { constant: kernel }, ...(bias ? { bias: { constant: bias } } : {}) },
      },
    ];
  }
  if (context.has(2)) return null;
  return [{ type: 'MatMul', inputs: [context.input(0), context.input(1)] }];
};
