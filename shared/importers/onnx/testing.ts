import type { DType } from '../../document/value.ts';
import { ProtobufWriter } from '../../exporters/onnx/protobuf-writer.ts';
import { ONNX_ELEMENT_TYPES, type OnnxAttribute } from '../../layers/onnx-contract.ts';
import { memorySource } from './byte-source.ts';
import { type ImportedOnnx, importOnnx } from './import-onnx.ts';

/** A tensor of a test's file. */
export interface TestTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: DType;
  readonly values?: readonly number[];
  /** Stands in another file. */
  readonly external?: Readonly<Record<string, string>>;
  /** Raw bytes other than the values say. */
  readonly raw?: Uint8Array;
  /** ONNX's number of an element type that `dtype` cannot say. */
  readonly type?: number;
}

/** The attribute of the surrounding function that stands here, with ONNX's number of its type. */
export interface TestReference {
  readonly reference: string;
  readonly type: number;
}

/** A node of a test's file; graphs are attributes by name. */
export interface TestNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, OnnxAttribute | TestReference>>;
  readonly graphs?: Readonly<Record<string, TestGraph>>;
}

/** An input or output: name, extents, and type unless float32. */
export type TestValue = readonly [name: string, shape: readonly (number | string)[] | null, dtype?: DType];

export interface TestGraph {
  readonly nodes: readonly TestNode[];
  readonly inputs: readonly TestValue[];
  readonly outputs: readonly TestValue[];
  readonly initializers?: readonly TestTensor[];
  /** Constants of mostly zeros: the places of the values by their flat index. */
  readonly sparse?: readonly (TestTensor & { readonly places: readonly number[] })[];
}

export interface TestModel extends TestGraph {
  readonly opset?: number | null;
  readonly irVersion?: number;
  readonly domains?: Readonly<Record<string, number>>;
  readonly functions?: readonly {
    readonly name: string;
    readonly domain: string;
    readonly inputs: readonly string[];
    readonly outputs: readonly string[];
    readonly attributes?: readonly string[];
    readonly nodes: readonly TestNode[];
  }[];
}

/** Writes an ONNX file for a test; nothing is checked, so that it may be wrong. */
export function onnxBytes(model: TestModel): Uint8Array {
  const file = new ProtobufWriter()
    .varint(1, model.irVersion ?? 8)
    .string(2, 'test')
    .message(7, encodeGraph(model));
  const opset = model.opset === undefined ? 17 : model.opset;
  if (opset !== null) file.message(8, new ProtobufWriter().string(1, '').varint(2, opset));
  for (const [domain, version] of Object.entries(model.domains ?? {}))
    file.message(8, new ProtobufWriter().string(1, domain).varint(2, version));
  for (const { name, domain, inputs, outputs, attributes = [], nodes } of model.functions ?? []) {
    const body = new ProtobufWriter().string(1, name);
    for (const input of inputs) body.string(4, input);
    for (const output of outputs) body.string(5, output);
    for (const attribute of attributes) body.string(6, attribute);
    for (const node of nodes) body.message(7, encodeNode(node));
    body.message(9, new ProtobufWriter().string(1, '').varint(2, opset ?? 17));
    file.message(25, body.string(10, domain));
  }
  return bytesOf(file);
}

/** Imports a test's file from memory. */
export function importTest(model: TestModel | Uint8Array): ImportedOnnx {
  return importOnnx({ model: memorySource(model instanceof Uint8Array ? model : onnxBytes(model)) }, 'test');
}

/** All bytes of an encoded message. */
export function bytesOf(writer: ProtobufWriter): Uint8Array {
  return writer.whole();
}

function encodeGraph({ nodes, inputs, outputs, initializers = [], sparse = [] }: TestGraph): ProtobufWriter {
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.string(2, 'graph');
  for (const tensor of initializers) graph.message(5, encodeTensor(tensor));
  for (const { places, ...tensor } of sparse) {
    const values = encodeTensor({ ...tensor, shape: [places.length] });
    const indices = encodeTensor({ name: '', shape: [places.length], dtype: 'int64', values: places });
    const whole = new ProtobufWriter().message(1, values).message(2, indices);
    for (const extent of tensor.shape) whole.varint(3, extent);
    graph.message(15, whole);
  }
  for (const value of inputs) graph.message(11, encodeValue(value));
  for (const value of outputs) graph.message(12, encodeValue(value));
  return graph;
}

function encodeNode(node: TestNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name ?? '').string(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes ?? {})) {
    const encoded = new ProtobufWriter().string(1, name);
    if ('reference' in attribute) encoded.string(21, attribute.reference).varint(20, attribute.type);
    else if ('int' in attribute) encoded.varint(3, attribute.int).varint(20, 2);
    else if ('float' in attribute) encoded.float(2, attribute.float).varint(20, 1);
    else if ('string' in attribute) encoded.string(4, attribute.string).varint(20, 3);
    else if ('ints' in attribute) {
      for (const value of attribute.ints) encoded.varint(8, value);
      encoded.varint(20, 7);
    } else if ('floats' in attribute) {
      for (const value of attribute.floats) encoded.float(7, value);
      encoded.varint(20, 6);
    } else if ('strings' in attribute) {
      for (const value of attribute.strings) encoded.string(9, value);
      encoded.varint(20, 8);
    }
    writer.message(5, encoded);
  }
  for (const [name, graph] of Object.entries(node.graphs ?? {}))
    writer.message(5, new ProtobufWriter().string(1, name).message(6, encodeGraph(graph)).varint(20, 5));
  if (node.domain !== undefined) writer.string(7, node.domain);
  return writer;
}

function encodeTensor({
  name,
  shape,
  dtype = 'float32',
  values = [],
  external,
  raw,
  type = ONNX_ELEMENT_TYPES[dtype],
}: TestTensor): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const extent of shape) writer.varint(1, extent);
  writer.varint(2, type).string(8, name);
  if (external) {
    for (const [key, value] of Object.entries(external))
      writer.message(13, new ProtobufWriter().string(1, key).string(2, value));
    return writer.varint(14, 1);
  }
  const data =
    dtype === 'int64'
      ? BigInt64Array.from(values, BigInt)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : dtype === 'bool'
          ? Uint8Array.from(values)
          : Float32Array.from(values);
  return writer.bytes(9, raw ?? new Uint8Array(data.buffer));
}

function encodeValue([name, shape, dtype = 'float32']: TestValue): ProtobufWriter {
  const tensor = new ProtobufWriter().varint(1, ONNX_ELEMENT_TYPES[dtype]);
  if (shape) {
    const dims = new ProtobufWriter();
    for (const dim of shape)
      dims.message(
        1,
        typeof dim === 'number' ? new ProtobufWriter().varint(1, dim) : new ProtobufWriter().string(2, dim),
      );
    tensor.message(2, dims);
  }
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}
