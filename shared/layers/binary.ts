import { BINARY_NAMES, binaryFunction, foldBinary } from './arithmetic/binary-functions.ts';
import { broadcastElements, broadcastShapes } from './arithmetic/broadcasting.ts';
import { sizeOf, valueWith } from './arithmetic/elements.ts';
import { emitBinary, engineConstant } from './arithmetic/operators-onnx.ts';
import { kerasBinary, kerasOperand, kerasScale } from './arithmetic/tensor-keras.ts';
import { torchBinary } from './arithmetic/tensor-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { keyLine } from './formatting.ts';
import type { KerasTensor } from './keras-contract.ts';
import { axes, boolean, choice, initializer, numbers, optional } from './parameters.ts';

/** A function of two tensors that broadcast, or of one and a constant. */
export default defineLayer({
  type: 'Binary',
  category: 'tensor',
  title: 'Function of two tensors',
  searchWords: [
    ...BINARY_NAMES,
    'plus',
    'minus',
    'times',
    'pow',
    'compare',
    'elementwise',
    'scale',
    'offset',
  ],
  documentation: {
    what: 'Computes a function of two tensors element by element. The shapes broadcast as in NumPy: aligned at the last axis, the batch is an axis like any other (merging layers align the batch instead). With one wire the second operand is value, or a weight of value_shape where value is none. divide of whole numbers cuts off the fraction; modulo takes the sign of the divisor, fmod that of the dividend.',
    inputShape: 'one or two shapes that broadcast',
    outputShape: 'the larger extent of each axis',
    example: '(None, 7, 10, 3) times a weight of value_shape [3]: (None, 7, 10, 3)',
    errors: [
      'The shapes do not broadcast.',
      'The operands have different element types, or are no booleans where the function needs such.',
      'value does not have as many numbers as value_shape tells.',
    ],
    source: 'ONNX operators of the functions’ names (Add, Sub, ...); keras.ops.add, ...',
  },
  parameters: {
    function: choice(BINARY_NAMES, { default: 'add', doc: 'The function.' }),
    value: optional(
      numbers({ default: [0], doc: 'The second operand where there is one wire; none for a weight.' }),
    ),
    value_shape: axes({ default: [], doc: 'The extents of value; none for a single number.' }),
    reverse: boolean({ default: false, doc: 'Whether value is the first operand: value − x.' }),
    trainable: boolean({ default: false, doc: 'Whether the weight learns.' }),
    initializer: initializer({ default: { name: 'zeros' }, doc: 'How the weight begins.' }),
  },
  inputs: { min: 1, max: 2 },
  traits: { takesAnyType: true },
  keyParameters: p =>
    keyLine(
      p.function,
      p.value !== null && p.value.length === 1 && String(p.value[0]),
      p.value_shape.length > 0 && p.value_shape.join('×'),
      p.reverse && 'reversed',
    ),
  infer({ parameters: p, inputs: [x, other] }) {
    if (!x?.shape || other?.shape === null) return [{ dtype: x?.dtype ?? 'float32', shape: null }];
    const { isLogical, isTest } = binaryFunction(p.function);
    if (!other && p.value !== null && p.value.length !== sizeOf(p.value_shape))
      fail(
        'parameter.conflict',
        `has ${p.value.length} numbers in value; value_shape [${p.value_shape.join(', ')}] needs ${sizeOf(p.value_shape)}. Change one of the two.`,
      );
    if (!other && p.value_shape.some(extent => extent < 0))
      fail(
        'parameter.value',
        `needs extents of at least 0 in value_shape; got [${p.value_shape.join(', ')}].`,
      );
    const y = other ?? valueWith(x.dtype, p.value_shape, p.value);
    if (isLogical && (x.dtype !== 'bool' || y.dtype !== 'bool'))
      fail(
        'shape.dtype',
        `computes ${p.function} of booleans; got ${x.dtype} and ${y.dtype}. Compare before.`,
      );
    if (y.dtype !== x.dtype && p.function !== 'power')
      fail(
        'shape.dtype',
        `needs operands of one type; got ${x.dtype} and ${y.dtype}. Put a cast before one.`,
      );
    const [left, right] = p.reverse ? [y, x] : [x, y];
    const shape = broadcastShapes([left.shape ?? [], right.shape ?? []]);
    const elements = foldBinary(
      p.function,
      x.dtype,
      broadcastElements(left, shape),
      broadcastElements(right, shape),
    );
    return [valueWith(isTest ? 'bool' : left.dtype, shape, elements)];
  },
  weights: ({ parameters: p, inputs: [x, other] }) =>
    other || p.value !== null
      ? []
      : [
          {
            name: 'value',
            shape: p.value_shape,
            initializer: p.initializer,
            dtype: x?.dtype ?? 'float32',
            trainable: p.trainable,
          },
        ],
  keras({ parameters: p, inputs: [input], tensors: [x, other] }, graph) {
    if (!x) return [];
    const dtype = input?.dtype ?? 'float32';
    const holdsWeight = !other && p.value === null;
    if (holdsWeight && dtype !== 'float32')
      return graph.refuse(`holds a weight of its own of type ${dtype}, for which Keras has no layer`);
    const scale = (tensor: KerasTensor) =>
      kerasScale(graph, tensor, 'value', p.value_shape, input?.shape ?? []);
    if (holdsWeight && p.function === 'multiply') return [scale(x)];
    // Keras has no layer that only holds a weight: here it multiplies ones.
    const held = holdsWeight ? scale(graph.op('ones_like', [x])) : null;
    const operand = held ?? other ?? kerasOperand(graph, p.value ?? [], p.value_shape, dtype);
    return [kerasBinary(graph, p.function, p.reverse ? [operand, x] : [x, operand], dtype)];
  },
  onnx({ parameters: p, inputs: [x], inputNames: [a = '', b] }, graph) {
    const y =
      b ??
      (p.value === null
        ? graph.weight('value')
        : engineConstant(graph, p.value, x?.dtype ?? 'float32', p.value_shape));
    return [emitBinary(graph, p.function, p.reverse ? y : a, p.reverse ? a : y)];
  },
  pytorch: torchBinary,
});
