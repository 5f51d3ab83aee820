import type { Json } from '../../document/json.ts';
import type { Value } from '../../document/value.ts';
import { toBase64 } from '../../layers/arithmetic/base64.ts';
import { ImportError } from '../imported-network.ts';
import type { Constant } from './constant.ts';
import type { DraftLayer, DraftPort, StepWeight } from './draft.ts';
import { buildLayer } from './emit-layer.ts';
import type { FileGraph, FileNode } from './onnx-file.ts';
import { outerNames } from './outer-names.ts';

/** What carrying asks of the import. */
export interface CarrySource {
  /** Version of the node's operator set. */
  readonly version: number;
  constant(name: string): Constant | null;
  /** A tensor that was computed, as a constant. */
  known(name: string): Constant | null;
  demand(name: string): DraftPort;
  /** What the file tells of an output. */
  declared(name: string): Value;
}

/** Attributes of more bytes would make the document unwieldy. */
const MAX_ATTRIBUTE = 16 * 2 ** 20;

/**
 * A node as a layer that gives it back unchanged.
 *
 * @throws ImportError where even that cannot be done
 */
export function carryOperator(
  node: FileNode,
  source: CarrySource,
): Pick<DraftLayer, 'type' | 'parameters' | 'inputs' | 'outputs' | 'weights'> {
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
  const outputs = node.outputs.map((name): Json => {
    if (name === '') return null;
    const { dtype, shape } = source.declared(name);
    return { dtype, shape: shape && [...shape] };
  });
  const given: Record<string, Json> = {
    operator: node.operator,
    domain: node.domain,
    version: source.version,
    attributes,
    inputs,
    captures,
    contains: [...new Set(graphs.flatMap(graph => operatorsOf(graph)))],
    outputs,
  };
  const built = buildLayer('OnnxOperator', given, wires, weights);
  if (typeof built === 'string')
    throw new ImportError(
      'import.unsupported',
      `The node "${node.name}" (${node.operator}) cannot be carried: ${built}`,
    );
  return { type: 'OnnxOperator', inputs: wires, ...built };
}

function operatorsOf(graph: FileGraph): readonly string[] {
  return graph.nodes.flatMap(node => [
    ...(node.domain === '' ? [node.operator] : []),
    ...[...node.attributes.values()].flatMap(attribute => attribute.graphs.flatMap(operatorsOf)),
  ]);
}
