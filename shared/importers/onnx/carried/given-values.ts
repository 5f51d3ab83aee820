import type { Dim, Value } from '../../../document/value.ts';
import { type ConvertContext, front } from '../convert-context.ts';
import { attributeInt, attributeInts } from '../node-attributes.ts';
import type { FileGraph, FileValue } from '../onnx-file.ts';
import type { Symbols } from '../symbols.ts';
import { commonShape } from './broadcast-shapes.ts';
import { carriedValue } from './carried-value.ts';

/** What is asked of the import. */
export interface GivenSource {
  readonly symbols: Symbols;
  /** What the file tells of a tensor. */
  declared(name: string): FileValue | undefined;
  /** What the outputs of a graph within the node are, when its inputs are these; null for one that is not known. */
  inner(graph: FileGraph, inputs: ReadonlyMap<string, Value>): readonly (Value | null)[];
}

/**
 * What a carried node gives: what the file declares, completed by what follows from the inputs and the graphs within.
 *
 * @param context the node
 * @returns one value for each output
 */
export function givenValues(context: ConvertContext, source: GivenSource): readonly Value[] {
  const { outputs } = context.node;
  const declared = outputs.map(name => (name === '' ? undefined : source.declared(name)));
  const isTold = outputs.every(
    (name, port) =>
      name === '' || (declared[port]?.isTensor && declared[port]?.shape?.every(dim => dim !== null)),
  );
  const fromGraphs = isTold ? null : graphValues(context, source);
  return outputs.map((_, port) => {
    const derived = fromGraphs?.[port] ?? carriedValue(context, port);
    const told = declared[port];
    if (!told || (!told.isTensor && told.form === null)) return derived;
    const shape = source.symbols.shape(told.shape);
    const own = derived.shape;
    // Where the file leaves an extent open, what follows from the inputs may tell it.
    const isSameRank = own && shape && own.length === shape.length;
    return {
      dtype: told.isTensor ? told.dtype : derived.dtype,
      shape: isSameRank ? shape.map((dim, axis) => dim ?? own[axis] ?? null) : (shape ?? own),
      ...(told.isTensor || told.form === null ? {} : { form: told.form }),
    };
  });
}

function graphValues(context: ConvertContext, source: GivenSource): readonly (Value | null)[] | null {
  const { node, opset } = context;
  const graphs = [...node.attributes.values()].flatMap(attribute => attribute.graphs);
  const [body] = graphs;
  if (!body || node.domain !== '') return null;
  if (node.operator === 'If') return branches(graphs.map(graph => source.inner(graph, new Map())));
  if (node.operator === 'Loop') return loop(context, body, source);
  return node.operator === 'Scan' && opset >= 9 ? scan(context, body, source) : null;
}

/** What all branches of an If have in common. */
function branches(all: readonly (readonly (Value | null)[])[]): readonly (Value | null)[] {
  const [first = [], ...others] = all;
  return first.map((value, port) =>
    others.reduce<Value | null>((common, branch) => {
      const other = branch[port];
      return common && other && common.dtype === other.dtype
        ? { dtype: common.dtype, shape: commonShape(common.shape, other.shape) }
        : null;
    }, value),
  );
}

function inputValue(context: ConvertContext, input: number): Value {
  const form = context.form(input);
  const value = { dtype: context.dtype(input) ?? ('float32' as const), shape: context.shape(input) };
  return form === undefined ? value : { ...value, form };
}

/** The body takes the number of the round, whether to go on, and what is kept from round to round; outputs beyond are collected. */
function loop(context: ConvertContext, body: FileGraph, source: GivenSource): readonly (Value | null)[] {
  const kept = body.inputs.length - 2;
  const given = new Map<string, Value>();
  for (const [i, { name, shape }] of body.inputs.entries()) {
    if (i === 0) given.set(name, { dtype: 'int64', shape: [] });
    else if (i === 1) given.set(name, { dtype: 'bool', shape: [] });
    // What is kept may change its extents from round to round, unless the body says otherwise.
    else given.set(name, { ...inputValue(context, i), shape: source.symbols.shape(shape) });
  }
  const [, ...results] = source.inner(body, given);
  return results.map((value, port) => {
    if (!value) return null;
    if (port < kept) return { ...value, shape: commonShape(value.shape, context.shape(port + 2)) };
    return { dtype: value.dtype, shape: value.shape && [null, ...value.shape] };
  });
}

/** The body takes what is kept and one slice of each sequence. */
function scan(context: ConvertContext, body: FileGraph, source: GivenSource): readonly (Value | null)[] {
  const { node } = context;
  const kept = node.inputs.length - attributeInt(node, 'num_scan_inputs', 0);
  const inputAxes = attributeInts(node, 'scan_input_axes');
  const outputAxes = attributeInts(node, 'scan_output_axes');
  const given = new Map<string, Value>();
  let steps: Dim = null;
  for (const [i, { name }] of body.inputs.entries()) {
    const value = inputValue(context, i);
    if (i < kept || !value.shape) {
      given.set(name, value);
      continue;
    }
    const axis = front(inputAxes?.[i - kept] ?? 0, value.shape.length);
    steps ??= value.shape[axis] ?? null;
    given.set(name, { ...value, shape: value.shape.toSpliced(axis, 1) });
  }
  return source.inner(body, given).map((value, port) => {
    if (!value || port < kept || !value.shape) return value;
    const axis = front(outputAxes?.[port - kept] ?? 0, value.shape.length + 1);
    return { dtype: value.dtype, shape: value.shape.toSpliced(axis, 0, steps) };
  });
}
