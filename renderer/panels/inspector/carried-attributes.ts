import type { Json } from '../../../shared/document/json.ts';
import { memorySource } from '../../../shared/importers/onnx/byte-source.ts';
import type { FileAttribute } from '../../../shared/importers/onnx/onnx-file.ts';
import { ProtobufReader } from '../../../shared/importers/onnx/protobuf-reader.ts';
import { readAttribute } from '../../../shared/importers/onnx/read-onnx-file.ts';
import { fromBase64 } from '../../../shared/layers/arithmetic/base64.ts';

/** Longer values are cut off. */
const MOST_CHARACTERS = 120;

/**
 * The value of an attribute of a carried ONNX operator in words.
 *
 * @param base64 an AttributeProto as the document keeps it
 */
export function attributeText(base64: string): string {
  const bytes = fromBase64(base64);
  if (!bytes) return 'cannot be read';
  try {
    return cut(valueText(readAttribute(new ProtobufReader(memorySource(bytes)), () => bytes)));
  } catch {
    // It is carried byte by byte all the same.
    return `${bytes.length} bytes`;
  }
}

/** By AttributeType. Source: onnx.proto3, ONNX 1.20. */
function valueText(attribute: FileAttribute): string {
  const { type, float, int, string, floats, ints, strings, tensor, graphs } = attribute;
  if (tensor) return `tensor ${tensor.dtype} (${tensor.shape.join(', ')})`;
  if (graphs.length > 0) return graphs.map(graph => `subgraph of ${graph.nodes.length} operators`).join(', ');
  switch (type) {
    case 1:
      return String(float);
    case 2:
      return String(int);
    case 3:
      return JSON.stringify(string);
    case 6:
      return `[${floats.join(', ')}]`;
    case 7:
      return `[${ints.join(', ')}]`;
    case 8:
      return JSON.stringify(strings);
    default:
      return 'carried as it is';
  }
}

/** A parameter of a carried node as one line. */
export function plainText(value: Json): string {
  return cut(typeof value === 'string' ? value : JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
