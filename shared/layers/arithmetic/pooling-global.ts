import { type BuiltContext, type Explanation, type LayerContext, output, type Traits } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import { ONNX_ELEMENT_TYPES, type OnnxContext, type OnnxGraph } from '../onnx-contract.ts';
import { boolean } from '../parameters.ts';
import { reduce } from './reduction-onnx.ts';
import { type DataFormat, dataFormat, joinShape, spatialAxesOf, splitShape } from './windows.ts';

/** Canonical parameters of a pooling over all positions. */
export interface GlobalPoolingParameters {
  readonly data_format: DataFormat;
  readonly keepdims: boolean;
}

/** The parameters of a pooling over all positions with Keras's defaults. */
export function globalPoolingParameters() {
  return {
    data_format: dataFormat(),
    keepdims: boolean({ default: false, doc: 'Whether the pooled axes stay with extent 1.' }),
  };
}

function inputParts(context: LayerContext<GlobalPoolingParameters>, rank: number) {
  const shape = context.inputs[0]?.shape ?? null;
  return shape && splitShape(shape, rank, context.parameters.data_format);
}

function infer(context: LayerContext<GlobalPoolingParameters>, rank: number) {
  const { data_format: format, keepdims } = context.parameters;
  const dtype = context.inputs[0]?.dtype ?? 'float32';
  const parts = inputParts(context, rank);
  if (!parts) return [{ dtype, shape: null }];
  if (!keepdims) return output([parts.batch, parts.channels], dtype);
  return output(joinShape({ ...parts, spatial: parts.spatial.map(() => 1) }, format), dtype);
}

function explain(
  context: BuiltContext<GlobalPoolingParameters>,
  rank: number,
  kind: 'max' | 'average',
): readonly Explanation[] {
  const known = (inputParts(context, rank)?.spatial ?? []).filter(extent => typeof extent === 'number');
  if (known.length < rank) return [];
  return [
    {
      title: `Elements ${kind === 'max' ? 'compared' : 'averaged'} per channel`,
      formula: known.map(formatCount).join(' × '),
      result: formatCount(known.reduce((product, extent) => product * extent, 1)),
    },
  ];
}

/**
 * Everything about a pooling over all positions but its name and its words.
 *
 * @param rank number of spatial axes
 * @param kind maximum or average
 * @param traits what the layer has beside
 */
export function globalPooling(
  rank: number,
  kind: 'max' | 'average',
  traits: Traits<GlobalPoolingParameters> = {},
) {
  return {
    inputs: { min: 1, max: 1 },
    traits: {
      ...traits,
      spatialAxes: (p: GlobalPoolingParameters, inputRank: number) => spatialAxesOf(p.data_format, inputRank),
      reach: () => Array.from({ length: rank }, () => 'whole' as const),
    },
    keyParameters: (p: GlobalPoolingParameters) => (p.keepdims ? 'keepdims' : ''),
    infer: (context: LayerContext<GlobalPoolingParameters>) => infer(context, rank),
    explain: (context: BuiltContext<GlobalPoolingParameters>) => explain(context, rank, kind),
    onnx: (
      { parameters: p, inputNames: [x = ''], maskNames }: OnnxContext<GlobalPoolingParameters>,
      graph: OnnxGraph,
    ): readonly string[] => {
      const axes = spatialAxesOf(p.data_format, rank + 2);
      const mask = maskNames?.[0];
      // ONNX's own operator, so that a file that has it is given back to the last bit in half precision, too.
      if (mask === undefined && p.keepdims && p.data_format === 'channels_first')
        return [graph.node(kind === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool', [x])];
      if (mask === undefined)
        return [reduce(graph, kind === 'max' ? 'ReduceMax' : 'ReduceMean', x, axes, p.keepdims)];
      const ones = graph.node('Cast', [mask], { to: { int: ONNX_ELEMENT_TYPES.float32 } });
      const shares = graph.node('Unsqueeze', [
        ones,
        graph.constant([p.data_format === 'channels_last' ? 2 : 1], 'int64'),
      ]);
      const sums = [graph.node('Mul', [x, shares]), shares];
      return [
        graph.node(
          'Div',
          sums.map(sum => reduce(graph, 'ReduceSum', sum, axes, p.keepdims)),
        ),
      ];
    },
  };
}
