import { memorySource } from '../../importers/onnx/byte-source.ts';
import { type Field, ProtobufReader } from '../../importers/onnx/protobuf-reader.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

/** Names that subgraphs make themselves get this in front: no layer's tensor begins so. */
const INNER = '~/';

/**
 * An attribute whose subgraphs read tensors from outside, with these tensors under the names they have in the new file.
 *
 * @param attribute an encoded AttributeProto
 * @param tensors from the name that the subgraphs know to the name in the file
 * @returns the attribute encoded anew; the same content where it holds no graph
 */
export function renameInSubgraphs(
  attribute: Uint8Array,
  tensors: ReadonlyMap<string, string>,
): ProtobufWriter {
  const rename = (name: string) =>
    name === '' ? '' : (tensors.get(name) ?? (name.startsWith(INNER) ? name : INNER + name));
  return rewrite(new ProtobufReader(memorySource(attribute)), ATTRIBUTE, rename);
}

/** What becomes of a field: its text is renamed, or its message rewritten; others stay. */
type Plan = 'name' | (() => Plans);
type Plans = Readonly<Record<number, Plan>>;

// Field numbers of onnx.proto3.
const VALUE_INFO: Plans = { 1: 'name' };
const TENSOR: Plans = { 8: 'name' };
const NODE: Plans = { 1: 'name', 2: 'name', 5: () => ATTRIBUTE };
const GRAPH: Plans = {
  1: () => NODE,
  5: () => TENSOR,
  11: () => VALUE_INFO,
  12: () => VALUE_INFO,
  13: () => VALUE_INFO,
};
const ATTRIBUTE: Plans = { 6: () => GRAPH, 11: () => GRAPH };

function rewrite(reader: ProtobufReader, plans: Plans, rename: (name: string) => string): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (let field: Field | null = reader.next(); field; field = reader.next()) {
    const plan = plans[field.number];
    if (plan === undefined) writer.encoded(reader.whole(field));
    else if (plan === 'name') writer.string(field.number, rename(reader.text(field)));
    else writer.message(field.number, rewrite(reader.message(field), plan(), rename));
  }
  return writer;
}
