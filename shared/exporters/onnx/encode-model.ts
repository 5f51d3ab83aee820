import { ONNX_ELEMENT_TYPES, type OnnxAttribute } from '../../layers/onnx-contract.ts';
import {
  initializerBytes,
  type OnnxData,
  type OnnxInitializer,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
} from './model.ts';
import { type LazyBytes, ProtobufWriter } from './protobuf-writer.ts';
import { renameInSubgraphs } from './subgraph-names.ts';

/** Field and enum numbers of onnx.proto3 (onnx/onnx, IR version 10). */
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const;
const EXTERNAL = 1;

/** Where a tensor's bytes stand when they are kept beside the model file. */
export interface ExternalPlace {
  /** File name, in the model's folder. */
  readonly location: string;
  readonly offset: number;
}

/**
 * Encodes a model as protobuf; tensors stay lazy.
 *
 * @param model what to write
 * @param external where the bytes of a tensor stand when outside the file; undefined keeps them inside
 */
export function encodeModel(
  model: OnnxModel,
  external: (initializer: OnnxInitializer) => ExternalPlace | undefined = () => undefined,
): ProtobufWriter {
  const graph = new ProtobufWriter();
  for (const node of model.graph.nodes) graph.message(1, encodeNode(node));
  graph.string(2, model.name);
  for (const initializer of model.graph.initializers)
    graph.message(5, encodeTensor(initializer, external(initializer)));
  for (const input of model.graph.inputs) graph.message(11, encodeValueInfo(input));
  for (const output of model.graph.outputs) graph.message(12, encodeValueInfo(output));
  const file = new ProtobufWriter()
    .varint(1, model.irVersion)
    .string(2, 'netloom')
    .string(3, model.producerVersion)
    .message(7, graph)
    .message(8, new ProtobufWriter().string(1, '').varint(2, model.opset));
  for (const [domain, version] of model.domains ?? [])
    file.message(8, new ProtobufWriter().string(1, domain).varint(2, version));
  return file;
}

/** The bytes of a tensor's elements, asked for when they are written. */
export function lazyTensor(tensor: OnnxInitializer): LazyBytes {
  const { pieces } = tensor;
  return {
    length: initializerBytes(tensor),
    bytes: () => dataBytes(tensor.data()),
    ...(pieces ? { pieces: () => pieceBytes(pieces()) } : {}),
  };
}

function* pieceBytes(pieces: Iterable<OnnxData>): Generator<Uint8Array> {
  for (const piece of pieces) yield dataBytes(piece);
}

/** The bytes of a tensor's elements as the file holds them (little-endian, as on every machine Node runs on). */
export function dataBytes(data: OnnxData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function encodeNode(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  const captures = node.carried?.captures ?? [];
  const own = node.inputs.length - captures.length;
  for (const input of node.inputs.slice(0, own)) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes))
    writer.message(5, encodeAttribute(name, attribute));
  if (!node.carried) return writer;
  const tensors = new Map(captures.map((name, i) => [name, node.inputs[own + i] ?? '']));
  for (const attribute of node.carried.attributes) writer.message(5, renameInSubgraphs(attribute, tensors));
  if (node.carried.domain !== '') writer.string(7, node.carried.domain);
  return writer;
}

function encodeAttribute(name: string, attribute: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if ('float' in attribute) return writer.float(2, attribute.float).varint(20, ATTRIBUTE_TYPE.float);
  if ('int' in attribute) return writer.varint(3, attribute.int).varint(20, ATTRIBUTE_TYPE.int);
  if ('string' in attribute) return writer.string(4, attribute.string).varint(20, ATTRIBUTE_TYPE.string);
  if ('floats' in attribute) {
    for (const value of attribute.floats) writer.float(7, value);
    return writer.varint(20, ATTRIBUTE_TYPE.floats);
  }
  if ('ints' in attribute) {
    for (const value of attribute.ints) writer.varint(8, value);
    return writer.varint(20, ATTRIBUTE_TYPE.ints);
  }
  for (const value of attribute.strings) writer.string(9, value);
  return writer.varint(20, ATTRIBUTE_TYPE.strings);
}

function encodeTensor(tensor: OnnxInitializer, external: ExternalPlace | undefined): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const extent of tensor.shape) writer.varint(1, extent);
  writer.varint(2, ONNX_ELEMENT_TYPES[tensor.dtype]).string(8, tensor.name);
  const length = initializerBytes(tensor);
  if (!external) return writer.lazyBytes(9, lazyTensor(tensor));
  const entries = { location: external.location, offset: String(external.offset), length: String(length) };
  for (const [key, value] of Object.entries(entries))
    writer.message(13, new ProtobufWriter().string(1, key).string(2, value));
  return writer.varint(14, EXTERNAL);
}

function encodeValueInfo(value: OnnxValueInfo): ProtobufWriter {
  if (value.form) return new ProtobufWriter().string(1, value.name).bytes(2, value.form);
  const tensor = new ProtobufWriter().varint(1, ONNX_ELEMENT_TYPES[value.dtype]);
  if (value.shape) {
    const shape = new ProtobufWriter();
    for (const extent of value.shape) {
      const dimension = new ProtobufWriter();
      if (typeof extent === 'number') dimension.varint(1, extent);
      else if (extent !== null) dimension.string(2, extent);
      shape.message(1, dimension);
    }
    tensor.message(2, shape);
  }
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensor));
}
