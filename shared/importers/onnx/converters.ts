import type { Converter } from './convert-context.ts';
import * as activation from './converters/activation.ts';
import { BINARY_OPERATORS, binary, concat, UNARY_OPERATORS, unary } from './converters/arithmetic.ts';
import { convolution, transposedConvolution } from './converters/convolution.ts';
import { gemm, matMul } from './converters/dense.ts';
import * as normalization from './converters/normalization.ts';
import * as pooling from './converters/pooling.ts';
import * as shaping from './converters/shaping.ts';
import * as tensor from './converters/tensor.ts';
import type { FileNode } from './onnx-file.ts';
import { FUSED_CONVERTERS } from './patterns/fused-converters.ts';
import { FUSED_DOMAIN } from './patterns/fused-node.ts';

const REDUCTIONS =
  'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSumExp ReduceSumSquare';

/** What says the same as an operator of ONNX's own set. Operators that are missing here are carried. */
const OPERATORS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['Conv', convolution],
  ['ConvTranspose', transposedConvolution],
  ['Gemm', gemm],
  ['MatMul', matMul],
  ['MaxPool', pooling.maxPool],
  ['AveragePool', pooling.averagePool],
  ['GlobalMaxPool', pooling.globalMaxPool],
  ['GlobalAveragePool', pooling.globalAveragePool],
  ...REDUCTIONS.split(' ').map((name): [string, Converter] => [name, pooling.reduction]),
  ['Relu', activation.relu],
  ['LeakyRelu', activation.leakyRelu],
  ['PRelu', activation.prelu],
  ['Elu', activation.elu],
  ['Selu', activation.selu],
  ['Celu', activation.celu],
  ['Sigmoid', activation.named('sigmoid')],
  ['HardSigmoid', activation.hardSigmoid],
  ['HardSwish', activation.named('hard_silu')],
  ['Tanh', activation.named('tanh')],
  ['Softplus', activation.named('softplus')],
  ['Softsign', activation.named('softsign')],
  ['Mish', activation.named('mish')],
  ['Gelu', activation.gelu],
  ['Softmax', activation.softmax('Softmax')],
  ['LogSoftmax', activation.softmax('log_softmax')],
  ['Clip', activation.clip],
  ['BatchNormalization', normalization.batchNormalization],
  ['LayerNormalization', normalization.layerNormalization],
  ['GroupNormalization', normalization.groupNormalization],
  ['InstanceNormalization', normalization.instanceNormalization],
  ['LRN', normalization.lrn],
  ['Dropout', normalization.dropout],
  ...BINARY_OPERATORS.map((name): [string, Converter] => [name, binary]),
  ...UNARY_OPERATORS.map((name): [string, Converter] => [name, unary]),
  ['Concat', concat],
  ['Flatten', shaping.flatten],
  ['Reshape', shaping.reshape],
  ['Transpose', shaping.transpose],
  ['Squeeze', shaping.squeeze],
  ['Unsqueeze', shaping.unsqueeze],
  ['Slice', shaping.slice],
  ['Split', shaping.split],
  ['Gather', shaping.gather],
  ['Pad', shaping.pad],
  ['Cast', shaping.cast],
  ['Expand', shaping.expand],
  ['Tile', shaping.tile],
  ['TopK', shaping.topK],
  ['CumSum', shaping.cumSum],
  ['Resize', tensor.resize],
  ['Upsample', tensor.upsample],
  ['Einsum', tensor.einsum],
  ['GatherElements', tensor.gatherElements],
  ['GatherND', tensor.gatherNd],
  ['DepthToSpace', tensor.depthToSpace],
  ['SpaceToDepth', tensor.spaceToDepth],
  ['ArgMax', tensor.argument('ArgMax')],
  ['ArgMin', tensor.argument('ArgMin')],
  ['LpNormalization', tensor.lpNormalization],
  ['ConstantOfShape', tensor.constantOfShape],
  ['Where', shaping.wired('Where')],
  ['Range', shaping.wired('Range')],
  ['Size', shaping.wired('Size')],
  ['Shape', shaping.shapeOf],
]);

/** The converter of a node; undefined where only carrying is left. */
export function converterOf(node: FileNode): Converter | undefined {
  if (node.domain === FUSED_DOMAIN) return FUSED_CONVERTERS.get(node.operator);
  return node.domain === '' ? OPERATORS.get(node.operator) : undefined;
}
