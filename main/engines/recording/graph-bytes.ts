import { ProtobufWriter } from '../../../shared/exporters/onnx/protobuf-writer.ts';
import type { GraphNode } from './graph-builder.ts';
import { ATTRIBUTE, type NativeAttribute } from './native-backend.ts';
import type { TracedConstant } from './trace.ts';

/** The graph version that TensorFlow 2.9 writes; later ones read it. */
const PRODUCER = 1087;
/** The tag under which the graph is found. */
export const TAG = 'serve';

/**
 * A SavedModel of one graph, as bytes of `saved_model.pb`. Fields as in TensorFlow's saved_model.proto, meta_graph.proto,
 * graph.proto, node_def.proto, attr_value.proto, tensor.proto.
 */
export function savedModelBytes(nodes: readonly GraphNode[]): readonly Uint8Array[] {
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.message(1, nodeMessage(node));
  graph.message(4, new ProtobufWriter().varint(1, PRODUCER));
  const meta = new ProtobufWriter()
    .message(1, new ProtobufWriter().string(4, TAG).string(5, '2.9.0'))
    .message(2, graph);
  const { chunks } = new ProtobufWriter().varint(1, 1).message(2, meta);
  return chunks.map(chunk => (chunk instanceof Uint8Array ? chunk : chunk.bytes()));
}

function nodeMessage({ name, operation, inputs, attributes, constant }: GraphNode): ProtobufWriter {
  const node = new ProtobufWriter().string(1, name).string(2, operation);
  for (const input of inputs) node.string(3, input);
  for (const attribute of attributes) node.message(5, entry(attribute.name, attributeMessage(attribute)));
  if (constant) node.message(5, entry('value', new ProtobufWriter().message(8, tensorMessage(constant))));
  return node;
}

/** An entry of a map field. */
function entry(key: string, value: ProtobufWriter): ProtobufWriter {
  return new ProtobufWriter().string(1, key).message(2, value);
}

function tensorMessage({ dtype, shape, values }: TracedConstant): ProtobufWriter {
  const { buffer, byteOffset, byteLength } = values;
  return new ProtobufWriter()
    .varint(1, dtype)
    .message(2, shapeMessage(shape))
    .bytes(4, new Uint8Array(buffer, byteOffset, byteLength));
}

function shapeMessage(shape: readonly number[]): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const extent of shape) message.message(2, new ProtobufWriter().varint(1, extent));
  return message;
}

function attributeMessage({ name, type, value }: NativeAttribute): ProtobufWriter {
  const message = new ProtobufWriter();
  if (type === ATTRIBUTE.shape) return message.message(7, shapeMessage(value as readonly number[]));
  if (!Array.isArray(value)) {
    writeSingle(message, name, type, value);
    return message;
  }
  const list = new ProtobufWriter();
  for (const element of value) writeSingle(list, name, type, element);
  return message.message(1, list);
}

/** Field numbers of AttrValue and of AttrValue.ListValue by `TF_AttrType`; they are the same. */
const FIELDS = { string: 2, int: 3, float: 4, bool: 5, type: 6 } as const;

function writeSingle(message: ProtobufWriter, name: string, type: number, value: unknown): void {
  if (type === ATTRIBUTE.string && typeof value === 'string') message.string(FIELDS.string, value);
  else if (type === ATTRIBUTE.bool && typeof value === 'boolean') message.varint(FIELDS.bool, value ? 1 : 0);
  else if (typeof value !== 'number')
    throw new Error(`The attribute ${name} has a value that cannot be written: ${String(value)}.`);
  else if (type === ATTRIBUTE.float) message.float(FIELDS.float, value);
  else message.varint(type === ATTRIBUTE.type ? FIELDS.type : FIELDS.int, value);
}
