import { ProtobufWriter } from '../../../exporters/onnx/protobuf-writer.ts';
import { toBase64 } from '../../../layers/arithmetic/base64.ts';
import { ImportError } from '../../imported-network.ts';
import type { TensorState } from '../draft.ts';
import {
  EMPTY_ATTRIBUTE,
  type FileAttribute,
  type FileGraph,
  type FileNode,
  type FileTensor,
  type SparseTensor,
} from '../onnx-file.ts';
import { isWhole, type TensorFiles } from '../tensor-elements.ts';

/**
 * A constant of words or of a rare element type as the node that gives it back.
 *
 * @param tensor the constant
 * @param files where its bytes stand
 * @param name the tensor's name in the graph
 */
function wholeConstant(tensor: FileTensor, files: TensorFiles, name: string): FileNode {
  // Field numbers of onnx.proto3: AttributeProto.t and AttributeType.TENSOR.
  return constantNode(name, {
    attribute: 'value',
    field: 5,
    type: 4,
    bytes: () => wholeBytes(tensor, files),
  });
}

/** A constant of mostly zeros as the node that gives it back. */
function sparseConstant(tensor: SparseTensor): FileNode {
  // AttributeProto.sparse_tensor and AttributeType.SPARSE_TENSOR.
  return constantNode(tensor.name, { attribute: 'sparse_value', field: 22, type: 11, bytes: tensor.bytes });
}

/**
 * What is known of the constants of a graph that are carried as they stand: nothing reads their elements here, and the node that
 * gives one stands in the document once something needs it.
 */
export function wholeStates(
  graph: FileGraph,
  files: TensorFiles,
): readonly (readonly [string, TensorState])[] {
  return [
    ...graph.initializers
      .filter(isWhole)
      .map(tensor => [tensor.name, wholeState(tensor, wholeConstant(tensor, files, tensor.name))] as const),
    ...graph.sparse.map(tensor => [tensor.name, wholeState(tensor, sparseConstant(tensor))] as const),
  ];
}

function wholeState(tensor: FileTensor | SparseTensor, maker: FileNode): TensorState {
  const form = 'rareType' in tensor && tensor.rareType !== undefined ? { form: tensorForm(tensor) } : {};
  const value = { dtype: tensor.dtype, shape: tensor.shape, ...form };
  return { value, constant: null, known: null, port: null, maker };
}

/** The TypeProto of a tensor of a rare type. */
function tensorForm({ shape, rareType = 0 }: FileTensor): string {
  const dims = new ProtobufWriter();
  for (const extent of shape) dims.message(1, new ProtobufWriter().varint(1, extent));
  const tensor = new ProtobufWriter().varint(1, rareType).message(2, dims);
  return toBase64(new ProtobufWriter().message(1, tensor).whole());
}

function wholeBytes({ name, shape, place, rareType = 0 }: FileTensor, files: TensorFiles): Uint8Array {
  if (place.kind === 'whole') return place.bytes();
  if (place.kind !== 'external') throw new Error(`The tensor ${name} is read by its elements.`);
  const file = files.external?.(place.location);
  const length = place.length ?? 0;
  if (!file || place.offset + length > file.length)
    throw new ImportError(
      'import.read',
      `The weights of "${name}" stand in the file "${place.location}", which is not beside the model or too short. Put it whole into the model's folder.`,
    );
  const tensor = new ProtobufWriter();
  for (const extent of shape) tensor.varint(1, extent);
  return tensor.varint(2, rareType).string(8, name).bytes(9, file.read(place.offset, length)).whole();
}

function constantNode(
  output: string,
  held: { readonly attribute: string; readonly field: number; readonly type: number; bytes(): Uint8Array },
): FileNode {
  const attribute: FileAttribute = {
    ...EMPTY_ATTRIBUTE,
    name: held.attribute,
    type: held.type,
    bytes: () =>
      new ProtobufWriter()
        .string(1, held.attribute)
        .bytes(held.field, held.bytes())
        .varint(20, held.type)
        .whole(),
  };
  return {
    name: '',
    operator: 'Constant',
    domain: '',
    inputs: [],
    outputs: [output],
    attributes: new Map([[held.attribute, attribute]]),
    scopes: [],
  };
}
