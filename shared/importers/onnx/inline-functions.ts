import { ImportError } from '../imported-network.ts';
import type { FileAttribute, FileFunction, FileGraph, FileNode, OnnxFile } from './onnx-file.ts';
import { renameNode, rewriteGraph, rewriteInside } from './rewrite-graph.ts';

/** Functions that call functions; ONNX's own limit (kMaxFunctionCallDepth). */
const MAX_CALLS = 100;
/** Nodes after all functions are opened: calls within calls must not fill the memory. */
const MAX_NODES = 200_000;

/**
 * Puts the bodies of the file's own functions where they are called.
 *
 * @param file the file, checked
 * @returns its graph without calls
 * @throws ImportError for functions that call themselves
 */
export function inlineFunctions(file: OnnxFile): FileGraph {
  if (file.functions.length === 0) return file.graph;
  const functions = new Map(file.functions.map(body => [key(body.domain, body.name), body]));
  let calls = 0;
  let count = 0;
  const open = (node: FileNode, within: readonly FileFunction[]): readonly FileNode[] => {
    const body = functions.get(key(node.domain, node.operator));
    if (!body) {
      if (++count > MAX_NODES)
        throw new ImportError(
          'import.too-large',
          `The graph has more than ${MAX_NODES} nodes when its functions are opened.`,
        );
      return [node];
    }
    if (within.includes(body))
      throw new ImportError(
        'import.unsafe',
        `The function "${body.name}" of the file calls itself; it is not read.`,
      );
    if (within.length >= MAX_CALLS)
      throw new ImportError(
        'import.unsafe',
        `The file's functions call each other more than ${MAX_CALLS} deep; it is not read.`,
      );
    const prefix = `${node.name || body.name}.${++calls}`;
    const deeper = [...within, body];
    return openCall(node, body, prefix).flatMap(inner =>
      open(
        rewriteInside(inner, graph => rewriteGraph(graph, called => open(called, deeper))),
        deeper,
      ),
    );
  };
  return rewriteGraph(file.graph, node => open(node, []));
}

function key(domain: string, name: string): string {
  return `${domain} ${name}`;
}

/** The body with the call's tensors and attributes put in; what is made inside gets names of its own. */
function openCall(call: FileNode, body: FileFunction, prefix: string): readonly FileNode[] {
  const names = new Map<string, string>();
  for (const [i, name] of body.inputs.entries()) names.set(name, call.inputs[i] ?? '');
  const identities: FileNode[] = [];
  body.outputs.forEach((name, i) => {
    const outer = call.outputs[i];
    if (!outer) return;
    const known = names.get(name);
    // An output that is an input, or stands in the list twice, needs a node of its own to carry the second name.
    if (known === undefined) names.set(name, outer);
    else identities.push(identity(known, outer, `${prefix}.output${i}`));
  });
  const rename = (name: string): string => {
    if (name === '') return '';
    const known = names.get(name);
    if (known !== undefined) return known;
    const inner = `${prefix}/${name}`;
    names.set(name, inner);
    return inner;
  };
  const nodes = body.nodes.map((node): FileNode => {
    const filled = fillNode(node, call, body);
    return {
      ...renameNode(filled, rename),
      name: `${prefix}/${node.name || node.operator}`,
      scopes: node.scopes.length > 0 ? node.scopes : call.scopes,
    };
  });
  return [...nodes, ...identities];
}

/** A node of the body with the call's attributes put in, in the graphs within it too. */
function fillNode(node: FileNode, call: FileNode, body: FileFunction): FileNode {
  const inside = rewriteInside(node, graph => rewriteGraph(graph, inner => [filledIn(inner, call, body)]));
  return filledIn(inside, call, body);
}

function filledIn(node: FileNode, call: FileNode, body: FileFunction): FileNode {
  const refers = [...node.attributes.values()].some(({ reference }) => reference !== '');
  return refers ? { ...node, attributes: fillAttributes(node.attributes, call, body) } : node;
}

function fillAttributes(
  attributes: ReadonlyMap<string, FileAttribute>,
  call: FileNode,
  body: FileFunction,
): ReadonlyMap<string, FileAttribute> {
  const filled = new Map<string, FileAttribute>();
  for (const [name, attribute] of attributes) {
    if (attribute.reference === '') filled.set(name, attribute);
    else {
      const given = call.attributes.get(attribute.reference) ?? body.defaults.get(attribute.reference);
      if (given) filled.set(name, { ...given, name, bytes: () => renamed(given, name) });
    }
  }
  return filled;
}

/** An attribute of the call under the name that the inner node gives it: the later name field wins in protobuf. */
function renamed(attribute: FileAttribute, name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  if (text.length > 127) throw new ImportError('import.damaged', 'An attribute has an endless name.');
  return Uint8Array.from([...attribute.bytes(), 0x0a, text.length, ...text]);
}

/** A node that gives a tensor a second name. */
export function identity(input: string, output: string, name: string): FileNode {
  return {
    name,
    operator: 'Identity',
    domain: '',
    inputs: [input],
    outputs: [output],
    attributes: new Map(),
    scopes: [],
  };
}
