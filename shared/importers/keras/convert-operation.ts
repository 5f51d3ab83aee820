import type { Json } from '../../document/json.ts';
import { ACTIVATION_NAMES } from '../../layers/arithmetic/activation-names.ts';
import type { Conversion, ConvertedNode, KnownOutputs, Operation } from './conversion.ts';
import {
  addUp,
  moveAxes,
  padTensor,
  positionOf,
  splitTensor,
  stackTensors,
  swapAxes,
  tileTensor,
} from './convert-axes.ts';
import { convertIndexing } from './convert-indexing.ts';
import {
  asList,
  asObject,
  asText,
  type KerasLayer,
  type LayerCall,
  plainValue,
  tensorsOf,
} from './model-config.ts';
import { BINARY_FUNCTIONS, MERGES, REDUCTIONS, UNARY_FUNCTIONS } from './operation-tables.ts';
import { functionName, readSetting } from './read-setting.ts';

/**
 * Converts a function of `keras.ops` (or TensorFlow, in old files) in a functional model.
 *
 * @param layer the operation's entry
 * @param call its call
 * @param outputs what is known of its outputs
 * @returns null where there is no layer for it
 */
export function convertOperation(
  layer: KerasLayer,
  call: LayerCall,
  outputs: KnownOutputs,
): Conversion | null {
  const operation = readOperation(layer, call);
  const chain = chainOf(operation, outputs);
  return chain && { chain, wires: operation.tensors, isCarried: false, changes: [] };
}

function readOperation(layer: KerasLayer, call: LayerCall): Operation {
  const written = asText(layer.config.function);
  const name = written === null ? functionName(layer.className) : (written.split('.').at(-1) ?? written);
  const operands = [...call.positional];
  // Keras 2 writes the second operand among the named arguments.
  for (const key of ['y', 'x2', 'b', 'other']) {
    const operand = call.named.get(key);
    if (operand && operands.length === 1) operands.push(operand);
  }
  return {
    name: layer.className === 'SlicingOpLambda' ? 'get_item' : name,
    operands,
    tensors: operands.flatMap(tensorsOf),
    setting(names, place) {
      for (const key of names) {
        const value = plainValue(call.named.get(key)) ?? (written === null ? layer.config[key] : undefined);
        if (value !== undefined) return value;
      }
      return place === undefined ? undefined : plainValue(operands[place]);
    },
  };
}

function chainOf(operation: Operation, outputs: KnownOutputs): readonly ConvertedNode[] | null {
  const { name } = operation;
  const binary = BINARY_FUNCTIONS.get(name);
  if (binary !== undefined) return one(binaryNode(operation, binary));
  const unary = UNARY_FUNCTIONS.get(name);
  if (unary !== undefined) return [{ type: 'Unary', parameters: { function: unary } }];
  const reduction = REDUCTIONS.get(name);
  if (reduction !== undefined) return one(reductionNode(operation, reduction));
  if (ACTIVATION_NAMES.some(known => known === name)) return one(activationNode(operation));
  return CONVERTERS.get(name)?.(operation, outputs) ?? null;
}

const one = (node: ConvertedNode | null): readonly ConvertedNode[] | null => (node ? [node] : null);

function activationNode(operation: Operation): ConvertedNode | null {
  const { name } = operation;
  if (name === 'softmax') {
    const axis = operation.setting(['axis'], 1) ?? -1;
    return { type: 'Softmax', parameters: axis === -1 ? {} : { axis } };
  }
  if (name === 'log_softmax' && (operation.setting(['axis'], 1) ?? -1) !== -1) return null;
  const slope = operation.setting(['negative_slope', 'alpha'], 1);
  if (name === 'leaky_relu' && slope !== undefined)
    return { type: 'LeakyReLU', parameters: { negative_slope: slope } };
  const approximate = operation.setting(['approximate'], 1);
  if (name === 'gelu' && approximate !== false && approximate !== undefined) return null;
  return { type: 'Activation', parameters: name === 'relu' ? {} : { activation: name } };
}

/** Two wires as Keras's merging layer where both have the same number of axes, else by NumPy's rule. */
function binaryNode(operation: Operation, name: string): ConvertedNode | null {
  const [left, right] = operation.operands;
  if (!left || !right) return null;
  if (left.kind === 'tensor' && right.kind === 'tensor') {
    const merge = MERGES.get(name);
    const ranks = [left.tensor.shape?.length, right.tensor.shape?.length];
    return merge !== undefined && ranks[0] !== undefined && ranks[0] === ranks[1]
      ? { type: merge, parameters: {} }
      : { type: 'Binary', parameters: name === 'add' ? {} : { function: name } };
  }
  const constant = readConstant(plainValue(left.kind === 'tensor' ? right : left));
  if (!constant || operation.tensors.length !== 1) return null;
  const parameters: Record<string, Json> = { function: name, value: constant.values };
  if (constant.shape.length > 0) parameters.value_shape = constant.shape;
  if (right.kind === 'tensor') parameters.reverse = true;
  return { type: 'Binary', parameters };
}

/** A number, or an array that the file writes out. */
function readConstant(
  value: Json | undefined,
): { values: readonly number[]; shape: readonly number[] } | null {
  const array = asObject(value)?.config;
  const raw = array === undefined ? value : asObject(array)?.value;
  if (typeof raw === 'boolean') return { values: [raw ? 1 : 0], shape: [] };
  const shape: number[] = [];
  for (let level = raw; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values = (Array.isArray(raw) ? raw.flat(shape.length) : [raw]) as readonly Json[];
  const size = shape.reduce((product, extent) => product * extent, 1);
  const isNumber = (entry: Json | undefined): entry is number => typeof entry === 'number';
  return values.length === size && values.every(isNumber) ? { values, shape } : null;
}

function reductionNode(operation: Operation, name: string): ConvertedNode | null {
  const axis = operation.setting(['axis', 'axes'], 1);
  const keepdims = operation.setting(['keepdims', 'keep_dims'], 2) ?? false;
  const axes = axis === undefined || axis === null ? null : (asList(axis) ?? [axis]);
  const parameters: Record<string, Json> = { function: name, keepdims: keepdims === true };
  if (axes) parameters.axes = axes;
  return { type: 'Reduce', parameters };
}

type Converter = (operation: Operation, outputs: KnownOutputs) => readonly ConvertedNode[] | null;

const list = (value: Json | undefined): readonly Json[] | null =>
  value === undefined || value === null ? null : (asList(value) ?? [value]);

const CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['get_item', operation => convertIndexing(operation)],
  ['argmax', positionOf('ArgMax')],
  ['argmin', positionOf('ArgMin')],
  ['cumsum', addUp],
  ['moveaxis', moveAxes],
  ['pad', padTensor],
  ['split', splitTensor],
  ['stack', stackTensors],
  ['swapaxes', swapAxes],
  ['tile', tileTensor],
  ['where', operation => (operation.tensors.length === 3 ? [{ type: 'Where', parameters: {} }] : null)],
  ['matmul', () => [{ type: 'MatMul', parameters: {} }]],
  ['identity', () => [{ type: 'Identity', parameters: {} }]],
  ['stop_gradient', () => null],
  ['square', () => [{ type: 'Binary', parameters: { function: 'power', value: [2] } }]],
  [
    'rsqrt',
    () => [
      { type: 'Unary', parameters: { function: 'sqrt' } },
      { type: 'Unary', parameters: { function: 'reciprocal' } },
    ],
  ],
  [
    'reshape',
    operation => {
      const shape = list(operation.setting(['newshape', 'shape'], 1));
      return shape && [reshapeNode(shape)];
    },
  ],
  [
    'transpose',
    operation => {
      const perm = list(operation.setting(['axes', 'perm'], 1));
      return perm && [{ type: 'Transpose', parameters: { perm } }];
    },
  ],
  [
    'expand_dims',
    operation => {
      const axes = list(operation.setting(['axis'], 1));
      return axes && [{ type: 'Unsqueeze', parameters: { axes } }];
    },
  ],
  [
    'squeeze',
    operation => {
      const axes = list(operation.setting(['axis'], 1));
      return [{ type: 'Squeeze', parameters: axes ? { axes } : {} }];
    },
  ],
  [
    'concatenate',
    operation => {
      const axis = operation.setting(['axis'], 1) ?? 0;
      return [
        axis === 0 ? { type: 'Concat', parameters: { axis } } : { type: 'Concatenate', parameters: { axis } },
      ];
    },
  ],
  [
    'concat',
    operation => [{ type: 'Concatenate', parameters: { axis: operation.setting(['axis'], 1) ?? -1 } }],
  ],
  [
    'cast',
    operation => {
      const dtype = asText(readSetting('choice', operation.setting(['dtype'], 1) ?? null));
      return dtype === null ? null : [{ type: 'Cast', parameters: { dtype } }];
    },
  ],
  [
    'clip',
    operation => {
      const [min, max] = [operation.setting(['x_min'], 1), operation.setting(['x_max'], 2)];
      return [
        {
          type: 'Clip',
          parameters: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) },
        },
      ];
    },
  ],
]);

/** A reshape that keeps the batch in front is Keras's layer, any other the operation on whole shapes. */
function reshapeNode(shape: readonly Json[]): ConvertedNode {
  const [first, ...rest] = shape;
  return first === -1 && !rest.includes(-1)
    ? { type: 'Reshape', parameters: { target_shape: rest } }
    : { type: 'ReshapeTensor', parameters: { shape } };
}
