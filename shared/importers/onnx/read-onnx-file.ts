import type { DType } from '../../document/value.ts';
import { toBase64 } from '../../layers/arithmetic/base64.ts';
import { ImportError } from '../imported-network.ts';
import { type ByteSource, bufferedSource } from './byte-source.ts';
import type {
  FileAttribute,
  FileFunction,
  FileGraph,
  FileNode,
  FileTensor,
  FileValue,
  OnnxFile,
  SparseTensor,
} from './onnx-file.ts';
import { damaged, type Field, ProtobufReader } from './protobuf-reader.ts';
import { dtypeOf, readTensor } from './read-tensor.ts';

/** A graph with more nodes is refused: nobody could look at it, and it would fill the memory. */
const MAX_NODES = 200_000;
/** Words kept with a node that tell where it comes from, as PyTorch's exporter writes them. */
const SCOPES_KEY = 'pkg.torch.onnx.name_scopes';

/**
 * Reads the structure of an ONNX file; tensors stay where they are. Field numbers are those of onnx.proto3.
 *
 * @param file the file
 * @throws ImportError when it is damaged
 */
export function readOnnxFile(file: ByteSource): OnnxFile {
  const reader = new ProtobufReader(bufferedSource(file));
  const opsets = new Map<string, number>();
  const functions: FileFunction[] = [];
  let irVersion = 0;
  let producer = '';
  let producerVersion = '';
  let graph: FileGraph | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) irVersion = reader.int(field);
    else if (field.number === 2) producer = reader.text(field);
    else if (field.number === 3) producerVersion = reader.text(field);
    else if (field.number === 7) graph = readGraph(reader.message(field));
    else if (field.number === 8) readOpset(reader.message(field), opsets);
    else if (field.number === 25) functions.push(readFunction(reader.message(field)));
  }
  if (!graph)
    throw new ImportError(
      'import.format',
      'The file is not an ONNX model: it has no graph. Choose an .onnx file.',
    );
  return { irVersion, producer: `${producer} ${producerVersion}`.trim(), opsets, graph, functions };
}

function readOpset(reader: ProtobufReader, opsets: Map<string, number>): void {
  let domain = '';
  let version = 0;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) domain = reader.text(field);
    else if (field.number === 2) version = reader.int(field);
  }
  const name = domain === 'ai.onnx' ? '' : domain;
  const known = opsets.get(name);
  if (known !== undefined && known !== version)
    throw damaged(`it imports the operator set "${name}" in the versions ${known} and ${version}`);
  opsets.set(name, version);
}

/** Reads a GraphProto. */
export function readGraph(reader: ProtobufReader): FileGraph {
  const graph = {
    name: '',
    nodes: [] as FileNode[],
    initializers: [] as FileGraph['initializers'][number][],
    inputs: [] as FileValue[],
    outputs: [] as FileValue[],
    values: [] as FileValue[],
    sparse: [] as SparseTensor[],
  };
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) graph.nodes.push(readNode(reader.message(field)));
    else if (field.number === 2) graph.name = reader.text(field);
    else if (field.number === 5)
      graph.initializers.push(readTensor(reader.message(field), bytesOf(reader, field)));
    else if (field.number === 11) graph.inputs.push(readValue(reader.message(field), bytesOf(reader, field)));
    else if (field.number === 12)
      graph.outputs.push(readValue(reader.message(field), bytesOf(reader, field)));
    else if (field.number === 13) graph.values.push(readValue(reader.message(field), bytesOf(reader, field)));
    else if (field.number === 15)
      graph.sparse.push(readSparse(reader.message(field), bytesOf(reader, field)));
    if (graph.nodes.length > MAX_NODES)
      throw new ImportError(
        'import.too-large',
        `The graph has more than ${MAX_NODES} nodes, which is more than Netloom opens.`,
      );
  }
  return graph;
}

function readNode(reader: ProtobufReader): FileNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, FileAttribute>();
  let name = '';
  let operator = '';
  let domain = '';
  let scopes: readonly string[] = [];
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) inputs.push(reader.text(field));
    else if (field.number === 2) outputs.push(reader.text(field));
    else if (field.number === 3) name = reader.text(field);
    else if (field.number === 4) operator = reader.text(field);
    else if (field.number === 5) {
      const attribute = readAttribute(reader.message(field), bytesOf(reader, field));
      if (attributes.has(attribute.name))
        throw damaged(`the node "${name}" has the attribute "${attribute.name}" twice`);
      attributes.set(attribute.name, attribute);
    } else if (field.number === 7) domain = reader.text(field);
    else if (field.number === 9) scopes = readScopes(reader.message(field)) ?? scopes;
  }
  return { name, operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes, scopes };
}

/** PyTorch writes a Python list of texts: `['', 'layer1', 'layer1.0', 'conv2d']`; the last one is the call itself. */
function readScopes(reader: ProtobufReader): readonly string[] | null {
  let key = '';
  let value = '';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) key = reader.text(field);
    else if (field.number === 2 && key === SCOPES_KEY) value = reader.text(field);
  }
  if (key !== SCOPES_KEY) return null;
  const scopes = [...value.matchAll(/'([^']*)'/g)].map(match => match[1] ?? '');
  return scopes.slice(0, -1).filter(scope => scope !== '');
}

/** Reads an AttributeProto. */
export function readAttribute(reader: ProtobufReader, bytes: () => Uint8Array): FileAttribute {
  const lists = { floats: [] as number[], ints: [] as number[], strings: [] as string[] };
  const graphs: FileGraph[] = [];
  let [name, string, reference] = ['', '', ''];
  let [type, float, int] = [0, 0, 0];
  let tensor: FileAttribute['tensor'] = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) name = reader.text(field);
    else if (field.number === 2) float = reader.float(field);
    else if (field.number === 3) int = reader.int(field);
    else if (field.number === 4) string = lenient(reader.bytes(field));
    else if (field.number === 5) tensor = readTensor(reader.message(field), bytesOf(reader, field));
    else if (field.number === 6 || field.number === 11) graphs.push(readGraph(reader.message(field)));
    else if (field.number === 7) reader.floats(field, lists.floats);
    else if (field.number === 8) reader.ints(field, lists.ints);
    else if (field.number === 9) lists.strings.push(lenient(reader.bytes(field)));
    else if (field.number === 20) type = reader.int(field);
    else if (field.number === 21) reference = reader.text(field);
  }
  return { name, type, float, int, string, ...lists, tensor, graphs, reference, bytes };
}

function bytesOf(reader: ProtobufReader, field: Field): () => Uint8Array {
  return () => reader.bytes(field).slice();
}

/** Attributes may hold bytes that are no text (a serialized object); they are carried as they are. */
function lenient(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function readValue(reader: ProtobufReader, bytes: () => Uint8Array): FileValue {
  let name = '';
  let found: Omit<FileValue, 'name' | 'form' | 'bytes'> = { dtype: 'float32', shape: null, isTensor: false };
  let form: string | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) name = reader.text(field);
    else if (field.number === 2) {
      form = toBase64(reader.bytes(field));
      const type = reader.message(field);
      for (let inner = type.next(); inner; inner = type.next())
        if (inner.number === 1) found = readTensorType(type.message(inner));
    }
  }
  return { name, ...found, form: found.isTensor && found.shape ? null : form, bytes };
}

function readTensorType(reader: ProtobufReader): Omit<FileValue, 'name' | 'form' | 'bytes'> {
  let dtype: DType | undefined;
  let shape: (number | string | null)[] | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) dtype = dtypeOf(reader.int(field));
    else if (field.number === 2) {
      shape = [];
      const dims = reader.message(field);
      for (let dim = dims.next(); dim; dim = dims.next())
        if (dim.number === 1) shape.push(readDim(dims.message(dim)));
    }
  }
  return { dtype: dtype ?? 'float32', shape, isTensor: dtype !== undefined };
}

function readDim(reader: ProtobufReader): number | string | null {
  let dim: number | string | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) {
      const value = reader.int(field);
      // Zero and negative extents in a declared shape stand for "unknown" in files of old exporters.
      dim = value >= 0 && Number.isSafeInteger(value) ? value : null;
    } else if (field.number === 2) dim = reader.text(field) || null;
  }
  return dim;
}

/** Reads a SparseTensorProto: its values carry the name. */
function readSparse(reader: ProtobufReader, bytes: () => Uint8Array): SparseTensor {
  const shape: number[] = [];
  let values: FileTensor | null = null;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) values = readTensor(reader.message(field), bytesOf(reader, field));
    else if (field.number === 3) reader.ints(field, shape);
  }
  if (!values) throw damaged('a sparse tensor has no values');
  return { name: values.name, dtype: values.dtype, shape, bytes };
}

function readFunction(reader: ProtobufReader): FileFunction {
  const nodes: FileNode[] = [];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const defaults = new Map<string, FileAttribute>();
  const opsets = new Map<string, number>();
  let [name, domain, overload] = ['', '', ''];
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) name = reader.text(field);
    else if (field.number === 4) inputs.push(reader.text(field));
    else if (field.number === 5) outputs.push(reader.text(field));
    else if (field.number === 7) nodes.push(readNode(reader.message(field)));
    else if (field.number === 9) readOpset(reader.message(field), opsets);
    else if (field.number === 10) domain = reader.text(field);
    else if (field.number === 11) {
      const attribute = readAttribute(reader.message(field), bytesOf(reader, field));
      defaults.set(attribute.name, attribute);
    } else if (field.number === 13) overload = reader.text(field);
  }
  return { name, domain, overload, inputs, outputs, nodes, defaults, opsets };
}
