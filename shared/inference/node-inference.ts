import type { GraphNode } from '../document/graph.ts';
import type { Problem } from '../document/problem.ts';
import { UNKNOWN_VALUE, type Value } from '../document/value.ts';
import {
  type BuiltContext,
  type Explanation,
  LayerError,
  type LayerProblem,
  type LayerType,
  type WeightDescription,
} from '../layers/contract.ts';
import { type ParsedParameters, parseParameters } from '../layers/parse-parameters.ts';
import { layerType } from '../layers/registry.ts';
import type { Half } from '../layers/weight-store.ts';
import { halfOf, inHalf, inSingle } from './half-precision.ts';

/** The order of axes that the layers upstream work in; null where none has told. */
export type DataFormat = 'channels_last' | 'channels_first' | null;

/** What the inference knows of one node. Immutable; figures that few ask for are computed when first asked. */
export class NodeInference {
  readonly node: GraphNode;
  /** Null for an unknown type. */
  readonly layer: LayerType | null;
  /** How the stored parameters were read. */
  readonly parsed: ParsedParameters;
  readonly inputs: readonly Value[];
  /** The masks of the inputs by port, where the layer reads masks and one reaches it. */
  readonly masks: readonly (Value | undefined)[] | null;
  /** At least one value; {@link UNKNOWN_VALUE} where the layer failed. */
  readonly outputs: readonly Value[];
  readonly problems: readonly Problem[];
  /** Whether the shapes could be inferred. */
  readonly isBuilt: boolean;
  readonly dataFormat: DataFormat;
  /** The half precision that the layer's values and weights have; its own functions are told float32. */
  readonly half: Half | null;
  private readonly upstreamDataFormat: DataFormat;
  private knownWeights: readonly WeightDescription[] | null = null;
  private knownMultiplyAdds: number | null | undefined = undefined;

  constructor(fields: {
    node: GraphNode;
    layer: LayerType | null;
    parsed: ParsedParameters;
    inputs: readonly Value[];
    masks: readonly (Value | undefined)[] | null;
    outputs: readonly Value[];
    problems: readonly Problem[];
    isBuilt: boolean;
    dataFormat: DataFormat;
    upstreamDataFormat: DataFormat;
    half: Half | null;
  }) {
    this.node = fields.node;
    this.layer = fields.layer;
    this.parsed = fields.parsed;
    this.inputs = fields.inputs;
    this.masks = fields.masks;
    this.outputs = fields.outputs;
    this.problems = fields.problems;
    this.isBuilt = fields.isBuilt;
    this.dataFormat = fields.dataFormat;
    this.upstreamDataFormat = fields.upstreamDataFormat;
    this.half = fields.half;
  }

  get name(): string {
    return this.node.name;
  }

  /** Canonical parameters with defaults filled in. */
  get parameters(): Readonly<Record<string, unknown>> {
    return this.parsed.values;
  }

  /** The weights that the layer's computation uses, in Keras's order; empty where it is not built. */
  get weights(): readonly WeightDescription[] {
    this.knownWeights ??= this.describedWeights();
    return this.knownWeights;
  }

  private describedWeights(): readonly WeightDescription[] {
    const { half } = this;
    const described = this.isBuilt ? (this.layer?.weights?.(this.context()) ?? []) : [];
    return half ? described.map(weight => ({ dtype: half, ...weight })) : described;
  }

  /** The weights counted here: none where another node's are used. */
  get ownWeights(): readonly WeightDescription[] {
    return this.node.weightsOf === null ? this.weights : [];
  }

  /** Multiply-adds for one sample, bias not counted; null where an extent is unknown. */
  get multiplyAdds(): number | null {
    if (this.knownMultiplyAdds === undefined)
      this.knownMultiplyAdds = !this.isBuilt
        ? null
        : this.layer?.multiplyAdds
          ? this.layer.multiplyAdds(this.context())
          : 0;
    return this.knownMultiplyAdds;
  }

  /** The figures of the layer with the formulas that give them. */
  explain(): readonly Explanation[] {
    return this.isBuilt ? (this.layer?.explain?.(this.context()) ?? []) : [];
  }

  /** What the layer's own functions receive. */
  context(): BuiltContext<Readonly<Record<string, unknown>>> {
    const { name, parameters, upstreamDataFormat, masks, half } = this;
    const inputs = half ? inSingle(this.inputs, half) : this.inputs;
    const outputs = half ? inSingle(this.outputs, half) : this.outputs;
    const context = { name, parameters, inputs, outputs, upstreamDataFormat };
    return masks ? { ...context, masks } : context;
  }
}

/** What stands on an input port: the value and the data format of the layers behind it. */
export interface Feed {
  readonly value: Value;
  readonly dataFormat: DataFormat;
}

/**
 * Infers one node.
 *
 * @param node the node
 * @param ports what its input ports receive, masks behind; null for an open port
 * @param looped whether it stands on or behind a loop of wires
 * @param before what was known of it before, to be used again where it still holds
 */
export function inferNode(
  node: GraphNode,
  ports: readonly (Feed | null)[],
  looped: boolean,
  before?: NodeInference,
): NodeInference {
  const layer = layerType(node.type) ?? null;
  const feeds = node.maskOf ? ports.slice(0, ports.length - node.maskOf.length) : ports;
  const inputs = feeds.map(feed => feed?.value ?? UNKNOWN_VALUE);
  const masks = node.maskOf ? masksByPort(node.maskOf, ports.slice(feeds.length)) : null;
  // On a loop there is no upstream: each would wait for the other.
  const upstreamDataFormat = looped ? null : (feeds.find(feed => feed !== null)?.dataFormat ?? null);
  if (layer === null) {
    const problem = located(node, {
      code: 'layer.type',
      severity: 'error',
      message: `is of the type "${node.type}", which this version does not know.`,
    });
    return unbuilt(node, null, { values: {}, problems: [] }, inputs, [problem], upstreamDataFormat);
  }
  const isSameReading = before?.layer === layer && before.node.parameters === node.parameters;
  const parsed = isSameReading ? before.parsed : parseParameters(layer.parameters, node.parameters);
  const { values: parameters, problems: parameterProblems } = parsed;
  const problems: Problem[] = [];
  for (const problem of parameterProblems) problems.push(located(node, problem));
  const portProblem = checkPorts(layer, feeds);
  if (portProblem) problems.push(located(node, portProblem));
  const stored = parameters.data_format;
  const dataFormat = stored === 'channels_first' || stored === 'channels_last' ? stored : upstreamDataFormat;
  // What a carried layer gives is declared by the file it came from, whatever comes in.
  const unknownInput = !layer.traits.isCarried && inputs.some(value => value.shape === null);
  const half = halfOf(layer, inputs);
  const given = half ? inSingle(inputs, half) : inputs;
  const dtypeProblem = checkDtypes(layer, given);
  if (dtypeProblem) problems.push(located(node, dtypeProblem));
  if (
    looped ||
    portProblem ||
    dtypeProblem ||
    unknownInput ||
    parameterProblems.some(problem => problem.code === 'parameter.value')
  )
    return unbuilt(node, layer, parsed, inputs, problems, dataFormat);
  try {
    const { name } = node;
    const told = layer.infer(
      masks ? { name, parameters, inputs: given, masks } : { name, parameters, inputs: given },
    );
    const outputs = half ? inHalf(told, half) : told;
    const inferred = new NodeInference({
      node,
      layer,
      parsed,
      inputs,
      masks,
      outputs,
      problems,
      isBuilt: true,
      dataFormat,
      upstreamDataFormat,
      half,
    });
    if (layer.warnings)
      for (const warning of layer.warnings(inferred.context())) problems.push(located(node, warning));
    return inferred;
  } catch (error) {
    if (!(error instanceof LayerError)) throw error;
    return unbuilt(node, layer, parsed, inputs, [...problems, located(node, error.problem)], dataFormat);
  }
}

function masksByPort(
  maskOf: readonly number[],
  feeds: readonly (Feed | null)[],
): readonly (Value | undefined)[] {
  const masks: (Value | undefined)[] = [];
  for (const [i, port] of maskOf.entries()) masks[port] = feeds[i]?.value ?? UNKNOWN_VALUE;
  return masks;
}

function unbuilt(
  node: GraphNode,
  layer: LayerType | null,
  parsed: ParsedParameters,
  inputs: readonly Value[],
  problems: readonly Problem[],
  dataFormat: DataFormat,
): NodeInference {
  const outputs = [UNKNOWN_VALUE];
  return new NodeInference({
    node,
    layer,
    parsed,
    inputs,
    masks: null,
    outputs,
    problems,
    isBuilt: false,
    dataFormat,
    upstreamDataFormat: dataFormat,
    half: null,
  });
}

/** Layers that compute need float32 (or one half precision alone, which they are told as float32); those that only rearrange, join or pass on take any type. */
function checkDtypes({ traits }: LayerType, inputs: readonly Value[]): LayerProblem | null {
  if (!traits.isCarried && inputs.some(({ form }) => form !== undefined))
    return {
      code: 'shape.dtype',
      severity: 'error',
      message:
        'reads tensors of numbers; got a sequence, an optional value, a map or elements of a rare type, which only operators of the ONNX file read. Wire it to another layer.',
    };
  if (traits.isReshaping || traits.isMerge || traits.isIdentityAtInference || traits.takesAnyType)
    return null;
  const wrong = inputs.find(value => value.shape !== null && value.dtype !== 'float32');
  if (!wrong) return null;
  const got = [...new Set(inputs.map(({ dtype }) => dtype))].join(' and ');
  const message = `computes with float32, or float16 or bfloat16 alone; got ${got}. Set the dtype of the network's input to float32.`;
  return { code: 'shape.dtype', severity: 'error', message };
}

function checkPorts(layer: LayerType, feeds: readonly (Feed | null)[]): LayerProblem | null {
  const { min, max, names } = layer.inputs;
  if (feeds.length >= min && feeds.length <= max && !feeds.includes(null)) return null;
  const wanted =
    max === 0
      ? 'no wire'
      : min === max
        ? `${min} wire${min === 1 ? '' : 's'}`
        : Number.isFinite(max)
          ? `${min} to ${max} wires`
          : `at least ${min} wires`;
  if (feeds.length > max)
    return {
      code: 'graph.edge',
      severity: 'error',
      message: `takes ${wanted}; got ${feeds.length}. Remove the extra ones.`,
    };
  const open = Array.from({ length: Math.max(min, feeds.length) }, (_, port) => feeds[port] ?? null).indexOf(
    null,
  );
  if (open < 0) return null;
  const which = names?.[open] ?? (max === 1 ? 'input' : `input ${open + 1}`);
  return {
    code: 'input.missing',
    severity: 'error',
    message: `needs ${wanted}; its ${which} is open. Draw a wire to it.`,
  };
}

/** Puts the layer's name in front of the sentence and turns parameter values into edits of this node. */
export function located(node: GraphNode, problem: LayerProblem): Problem {
  const base = {
    code: problem.code,
    severity: problem.severity,
    layer: node.name,
    message: `${node.name} ${problem.message}`,
  };
  const fix = problem.fix;
  if (!fix || !node.isTopLevel) return base;
  if ('edits' in fix) return { ...base, fix };
  const edits = Object.entries(fix.parameters).map(([parameter, value]) => ({
    kind: 'setParameter' as const,
    name: node.name,
    parameter,
    value: value as never,
  }));
  return { ...base, fix: { title: fix.title, edits } };
}
