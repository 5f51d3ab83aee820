import type { Value } from '../../document/value.ts';
import type { OnnxContext, OnnxGraph } from '../onnx-contract.ts';
import { boolean, integer } from '../parameters.ts';
import { reducedShape } from './reducing.ts';
import { axisOf } from './tensor-axes.ts';

/** The parameters of ArgMax and ArgMin, as ONNX has them. */
export const ARG_PARAMETERS = {
  axis: integer({ default: 0, doc: 'The axis along which to look, counted from 0 or the end.' }),
  keepdims: boolean({ default: true, doc: 'Whether the axis stays with extent 1.' }),
  select_last_index: boolean({ default: false, doc: 'Whether of equal elements the last one counts.' }),
};

/** Their canonical values. */
export interface ArgParameters {
  readonly axis: number;
  readonly keepdims: boolean;
  readonly select_last_index: boolean;
}

/** The position of an extreme element along an axis: whole numbers. */
export function inferArg(p: ArgParameters, input: Value | undefined): readonly Value[] {
  const shape = input?.shape ?? [];
  return [{ dtype: 'int64', shape: reducedShape(shape, [axisOf(p.axis, shape)], p.keepdims) }];
}

/** Writes ArgMax or ArgMin. */
export function emitArg<P extends ArgParameters>(
  operator: 'ArgMax' | 'ArgMin',
  { parameters: p, inputNames: [x = ''] }: OnnxContext<P>,
  graph: OnnxGraph,
): readonly string[] {
  return [
    graph.node(operator, [x], {
      axis: { int: p.axis },
      keepdims: { int: p.keepdims ? 1 : 0 },
      select_last_index: { int: p.select_last_index ? 1 : 0 },
    }),
  ];
}
