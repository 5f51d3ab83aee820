import type { Json } from '../../document/json.ts';
import type { Value } from '../../document/value.ts';
import { toBase64 } from '../../layers/arithmetic/base64.ts';
import { ImportError } from '../imported-network.ts';
import type { Constant } from './constant.ts';
import type { DraftLayer, DraftPort, StepWeight } from './draft.ts';
import { buildLayer } from './emit-layer.ts';
import type { FileNode } from './onnx-file.ts';
import { outerNames } from './outer-names.ts';
import { rewriteGraph, rewriteInside } from './rewrite-graph.ts';
import { constantNode, type NewConstant, OLDEST_WRITTEN, upgradeOperator } from './upgrade-operators.ts';

/** What carrying asks of the import. */
export interface CarrySource {
  /** Versions of the file's operator sets, `''` for ONNX's own. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Makes a small constant under a name that nothing else has. */
  give(constant: NewConstant): string;
  constant(name: string): Constant | null;
  /** A tensor that was computed, as a constant. */
  known(name: string): Constant | null;
  demand(name: string): DraftPort;
  /** What is known of the outputs. */
  readonly given: readonly Value[];
}

/** Attributes of more bytes would make the document unwieldy. */
const MAX_ATTRIBUTE = 16 * 2 ** 20;

/**
 * A node as a layer that gives it back unchanged.
 *
 * @throws ImportError where even that cannot be done
 */
export function carryOperator(
  given: FileNode,
  source: CarrySource,
): Pick<DraftLayer, 'type' | 'parameters' | 'inputs' | 'outputs' | 'weights'> {
  const { node, version, contains } = upgraded(given, source);
  const inputs: Json[] = [];
  const wires: DraftPort[] = [];
  const weights: Record<string, StepWeight> = {};
  for (const [i, name] of node.inputs.entries()) {
    if (name === '') {
      inputs.push('none');
      continue;
    }
    const constant = source.constant(name) ?? source.known(name);
    if (constant && constant.dtype !== 'string') {
      inputs.push({ dtype: constant.dtype, shape: [...constant.shape] });
      weights[`input_${i}`] = { constant };
      continue;
    }
    inputs.push('wire');
    wires.push(source.demand(name));
  }
  const graphs = [...node.attributes.values()].flatMap(attribute => attribute.graphs);
  const captures = [...new Set(graphs.flatMap(graph => outerNames(graph)))];
  for (const name of captures) wires.push(source.demand(name));
  const attributes: Record<string, string> = {};
  for (const [name, attribute] of node.attributes) {
    const bytes = attribute.bytes();
    if (bytes.length > MAX_ATTRIBUTE)
      throw new ImportError(
        'import.too-large',
        `The node "${node.name}" (${node.operator}) holds ${bytes.length} bytes in its attribute "${name}"; Netloom carries up to ${MAX_ATTRIBUTE}. Store its constants as initializers.`,
      );
    attributes[name] = toBase64(bytes);
  }
  const outputs = node.outputs.map((name, port): Json => {
    const value = source.given[port];
    if (name === '' || !value) return null;
    const { dtype, shape, form } = value;
    return { dtype, shape: shape && [...shape], ...(form === undefined ? {} : { form }) };
  });
  const parameters: Record<string, Json> = {
    operator: node.operator,
    domain: node.domain,
    version,
    attributes,
    inputs,
    captures,
    contains,
    outputs,
  };
  const built = buildLayer('OnnxOperator', parameters, wires, weights);
  if (typeof built === 'string')
    throw new ImportError(
      'import.unsupported',
      `The node "${node.name}" (${node.operator}) cannot be carried: ${built}`,
    );
  return { type: 'OnnxOperator', inputs: wires, ...built };
}

/** The operator, and those of the graphs within it, in a form that can be written, with the versions that give them their meaning. */
function upgraded(node: FileNode, source: CarrySource) {
  const opset = source.opsets.get('') ?? OLDEST_WRITTEN;
  // What cannot be brought to the oldest form that is written keeps the file's version, with which an export is refused.
  const versionOf = (domain: string, isUpgraded: boolean) => {
    const version = source.opsets.get(domain) ?? 1;
    return domain === '' && isUpgraded ? Math.max(version, OLDEST_WRITTEN) : version;
  };
  const contains = new Map<string, { operator: string; domain: string; version: number }>();
  let count = 0;
  const inside = rewriteInside(node, graph =>
    rewriteGraph(graph, inner => {
      const before: FileNode[] = [];
      const give = (constant: NewConstant) => {
        const name = `${inner.outputs[0]}/number_${++count}`;
        before.push(constantNode(name, constant));
        return name;
      };
      const better = upgradeOperator(inner, opset, give);
      const nodes = [...before, better ?? inner];
      for (const { operator, domain } of nodes) {
        const version = versionOf(domain, better !== null);
        contains.set(`${domain} ${operator} ${version}`, { operator, domain, version });
      }
      return nodes;
    }),
  );
  const better = upgradeOperator(inside, opset, constant => source.give(constant));
  return {
    node: better ?? inside,
    version: versionOf(node.domain, better !== null),
    contains: [...contains.values()],
  };
}
