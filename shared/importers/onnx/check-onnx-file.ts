import { ImportError } from '../imported-network.ts';
import type { FileGraph, FileNode, OnnxFile } from './onnx-file.ts';
import { damaged } from './protobuf-reader.ts';

/** Versions that are read. Source: onnx 1.23, docs/Versioning.md and onnx.defs. */
export const VERSIONS = { minOpset: 7, maxOpset: 28, minIr: 3, maxIr: 14 } as const;
/** If, Loop and Scan within each other. */
const MAX_SUBGRAPH_DEPTH = 16;

/**
 * Checks what onnx.checker checks: versions, names assigned once, nodes in order, outputs that are made.
 *
 * @throws ImportError with a sentence
 */
export function checkOnnxFile(file: OnnxFile): void {
  const { irVersion, opsets } = file;
  if (irVersion < VERSIONS.minIr || irVersion > VERSIONS.maxIr)
    throw new ImportError(
      'import.unsupported',
      `The file has ONNX's format version ${irVersion}; Netloom reads ${VERSIONS.minIr} to ${VERSIONS.maxIr}. Export it with another version.`,
    );
  const opset = opsets.get('');
  if (opset === undefined && opsets.size === 0)
    throw new ImportError(
      'import.damaged',
      'The file does not tell its operator set (opset_import), without which its operators have no meaning. Export it again.',
    );
  if (opset !== undefined && (opset < VERSIONS.minOpset || opset > VERSIONS.maxOpset))
    throw new ImportError(
      'import.unsupported',
      `The file uses ONNX's operator set ${opset}; Netloom reads ${VERSIONS.minOpset} to ${VERSIONS.maxOpset}. Convert it with onnx.version_converter or export it with another opset.`,
    );
  const local = new Set(file.functions.map(({ domain }) => domain));
  checkGraph(file.graph, new Set(), 0, domain => opsets.has(domain) || local.has(domain));
}

function checkGraph(
  graph: FileGraph,
  outer: ReadonlySet<string>,
  depth: number,
  knowsDomain: (domain: string) => boolean,
): void {
  if (depth > MAX_SUBGRAPH_DEPTH)
    throw new ImportError(
      'import.unsafe',
      `The file nests graphs in graphs more than ${MAX_SUBGRAPH_DEPTH} deep; it is not read.`,
    );
  const known = new Set(outer);
  const initializers = new Set<string>();
  for (const { name } of [...graph.initializers, ...graph.sparse]) {
    if (name === '') throw damaged('an initializer has no name');
    if (initializers.has(name)) throw damaged(`the initializer "${name}" stands in it twice`);
    initializers.add(name);
    known.add(name);
  }
  const inputs = new Set<string>();
  for (const { name } of graph.inputs) {
    if (name === '') throw damaged('an input has no name');
    if (inputs.has(name)) throw damaged(`it has two inputs "${name}"`);
    inputs.add(name);
    known.add(name);
  }
  const made = new Set([...initializers, ...inputs]);
  for (const node of graph.nodes) checkNode(node, known, made, depth, knowsDomain);
  for (const { name } of graph.outputs)
    if (!known.has(name)) throw damaged(`nothing makes the output "${name}"`);
  if (depth === 0 && graph.outputs.length === 0) throw damaged('the graph has no output');
}

function checkNode(
  node: FileNode,
  known: Set<string>,
  made: Set<string>,
  depth: number,
  knowsDomain: (domain: string) => boolean,
): void {
  const label = `the node "${node.name}" (${node.operator})`;
  if (node.operator === '') throw damaged(`the node "${node.name}" has no operator`);
  if (!knowsDomain(node.domain))
    throw damaged(
      `${label} belongs to the operator set "${node.domain || 'ai.onnx'}", which it does not import`,
    );
  for (const input of node.inputs)
    if (input !== '' && !known.has(input))
      throw damaged(
        `${label} reads "${input}", which nothing before it makes (a node is missing, or the graph has a loop)`,
      );
  for (const { graphs } of node.attributes.values())
    for (const graph of graphs) checkGraph(graph, known, depth + 1, knowsDomain);
  if (!node.outputs.some(output => output !== '')) throw damaged(`${label} has no output`);
  for (const output of node.outputs) {
    if (output === '') continue;
    if (made.has(output)) throw damaged(`"${output}" is made twice, the second time by ${label}`);
    made.add(output);
    known.add(output);
  }
}
