import {
  isKerasConstant,
  isKerasList,
  isKerasSlice,
  isKerasTensor,
  type KerasTensor,
  type KerasValue,
} from '../../layers/keras-contract.ts';
import { PythonNames } from '../../python/python-names.ts';
import { pythonString } from '../../python/python-text.ts';
import { layerArguments, pythonLiteral } from './code-arguments.ts';
import { type KerasCall, type KerasModel, type KerasSource, tensorsIn } from './keras-model.ts';
import { nested } from './nested.ts';

/** Names that the generated function uses itself, and Python's own functions. */
const RESERVED =
  'keras layers ops np json x model path inputs abs all any bool dict filter float hash id input int iter len list map max min next open pow range round set slice sum super tuple type vars zip'.split(
    ' ',
  );

/** Functions of keras.ops that Python has an operator for. */
const INFIX: Readonly<Record<string, string>> = { add: '+', subtract: '-', multiply: '*', divide: '/' };

/** A line of the function and the document's node that it was written for. */
export interface CodeLine {
  readonly node: string;
  readonly text: string;
  /** What is told above it. */
  readonly comment?: string | undefined;
}

/** The layer's constructor: `layers.Dense(10, name="fc")`. */
export function constructorCall(source: KerasSource): string {
  const name = `name=${pythonString(source.name)}`;
  if (source.kind === 'input') return call('keras.Input', [...inputArguments(source), name]);
  const frozen = source.weights.length > 0 && !source.trainable ? ['trainable=False'] : [];
  return call(`layers.${source.className}`, [
    ...layerArguments(source.className, source.config),
    ...frozen,
    name,
  ]);
}

function inputArguments({ config }: KerasSource): string[] {
  const shape: readonly unknown[] = Array.isArray(config.batch_shape) ? config.batch_shape : [null];
  const [batch, ...rest] = shape;
  const dtype = config.dtype === 'float32' ? [] : [`dtype=${pythonLiteral(config.dtype)}`];
  return batch === null ? [pythonLiteral(rest), ...dtype] : [`batch_shape=${pythonLiteral(shape)}`, ...dtype];
}

/** Whether the model is a plain chain of layers, which keras.Sequential says best. */
export function isChain(model: KerasModel): boolean {
  const [output, ...others] = model.outputs;
  if (!output || others.length > 0 || model.inputs.length !== 1) return false;
  if (output.source !== model.sources.length - 1 || output.port !== 0) return false;
  return model.sources.every((source, i) => {
    if (source.kind === 'operation' || source.calls.length !== 1) return false;
    const [only] = source.calls;
    const [feed, ...more] = only?.positional ?? [];
    if (source.kind === 'input') return i === 0;
    const isPlain = more.length === 0 && Object.keys(only?.named ?? {}).length === 0;
    return isPlain && isKerasTensor(feed ?? null) && feedOf(feed) === i - 1;
  });
}

function feedOf(value: KerasValue | undefined): number {
  return value !== undefined && isKerasTensor(value) ? value.source : -1;
}

/** The statements that build a model in the functional style, and the variables of its inputs and outputs. */
export class FunctionalCode {
  readonly lines: CodeLine[] = [];
  private readonly model: KerasModel;
  private readonly names = new PythonNames(RESERVED);
  private readonly variables = new Map<string, string>();
  /** Variables of layers that are called several times. */
  private readonly layers = new Map<number, string>();
  /** Tensors that the very next statement alone reads; they are all called x. */
  private readonly passing: ReadonlySet<string>;

  constructor(model: KerasModel) {
    this.model = model;
    this.passing = passingTensors(model);
    for (const { source, node } of model.order) this.addCall(source, node);
  }

  /** The variable of a tensor. */
  variable(tensor: KerasTensor): string {
    return this.variables.get(key(tensor)) ?? 'x';
  }

  private addCall(index: number, node: number): void {
    const source = this.model.sources[index];
    const made = source?.calls[node];
    if (!source || !made) return;
    const text = this.expression(source, index, made);
    const targets = made.outputs.map((_, port) => this.nameTensor({ source: index, node, port }, made));
    this.lines.push({ node: made.node, text: `${targets.join(', ')} = ${text}`, comment: made.comment });
  }

  private nameTensor(tensor: KerasTensor, made: KerasCall): string {
    const isPassing = made.outputs.length === 1 && this.passing.has(key(tensor));
    const isSoleInput = this.model.inputs.length === 1 && this.model.sources[tensor.source]?.kind === 'input';
    const name = isSoleInput ? 'inputs' : isPassing ? 'x' : this.names.unique(made.node);
    this.variables.set(key(tensor), name);
    return name;
  }

  private expression(source: KerasSource, index: number, made: KerasCall): string {
    if (source.kind === 'input') return constructorCall(source);
    if (source.kind === 'operation') return this.operation(source.className, made);
    const inputs = this.callArguments(made);
    if (source.calls.length === 1) return `${constructorCall(source)}(${inputs.join(', ')})`;
    let variable = this.layers.get(index);
    if (variable === undefined) {
      variable = this.names.unique(`${source.name}_layer`);
      this.layers.set(index, variable);
      this.lines.push({ node: made.node, text: `${variable} = ${constructorCall(source)}` });
    }
    return call(variable, inputs);
  }

  private operation(name: string, made: KerasCall): string {
    const infix = INFIX[name];
    const [first, second] = made.positional;
    if (infix && first !== undefined && second !== undefined)
      return `${this.value(first)} ${infix} ${this.value(second)}`;
    if (name === 'get_item' && first !== undefined && second !== undefined)
      return `${this.value(first)}[${this.subscript(second)}]`;
    if (name === 'einsum')
      return call('ops.einsum', [
        this.value(made.named.subscripts ?? ''),
        ...made.positional.map(one => this.value(one)),
      ]);
    return call(`ops.${name}`, this.callArguments(made));
  }

  private callArguments(made: KerasCall): string[] {
    return [
      ...made.positional.map(value => this.value(value)),
      ...Object.entries(made.named).map(([name, value]) => `${name}=${this.value(value)}`),
    ];
  }

  private value(value: KerasValue): string {
    if (isKerasTensor(value)) return this.variable(value);
    if (isKerasConstant(value))
      return `np.array(${pythonList(nested(value.constant, value.shape))}, ${pythonString(value.dtype)})`;
    if (!isKerasList(value)) return pythonLiteral(value);
    const entries = value.map(entry => this.value(entry));
    return tensorsInside(value) ? `[${entries.join(', ')}]` : pythonLiteral(value);
  }

  private subscript(value: KerasValue): string {
    if (isKerasList(value)) return value.map(entry => this.subscript(entry)).join(', ');
    if (!isKerasSlice(value)) return this.value(value);
    const [start, stop, step] = value.slice;
    const text = (bound: number | null) => (bound === null ? '' : String(bound));
    return `${text(start)}:${text(stop)}${step === null ? '' : `:${step}`}`;
  }
}

function tensorsInside(value: KerasValue): boolean {
  return isKerasList(value) ? value.some(tensorsInside) : isKerasTensor(value);
}

function passingTensors(model: KerasModel): ReadonlySet<string> {
  const uses = new Map<string, number[]>();
  const use = (tensor: KerasTensor, at: number) =>
    uses.set(key(tensor), [...(uses.get(key(tensor)) ?? []), at]);
  const made = new Map<string, number>();
  for (const [i, { source, node }] of model.order.entries()) {
    const one = model.sources[source]?.calls[node];
    if (model.sources[source]?.kind !== 'input') made.set(key({ source, node, port: 0 }), i);
    for (const tensor of one ? tensorsIn(one) : []) use(tensor, i);
  }
  for (const tensor of model.outputs) use(tensor, model.order.length);
  const passing = [...made].filter(([tensor, at]) => uses.get(tensor)?.every(reader => reader === at + 1));
  return new Set(passing.map(([tensor]) => tensor));
}

function key({ source, node, port }: KerasTensor): string {
  return `${source}:${node}:${port}`;
}

function call(callee: string, list: readonly string[]): string {
  return `${callee}(${list.join(', ')})`;
}

function pythonList(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(pythonList).join(', ')}]` : pythonLiteral(value);
}

/** Whether the source needs NumPy for constants among the arguments. */
export function holdsConstants(model: KerasModel): boolean {
  const holds = (value: KerasValue): boolean =>
    isKerasList(value) ? value.some(holds) : isKerasConstant(value);
  return model.sources.some(source =>
    source.calls.some(({ positional, named }) => [...positional, ...Object.values(named)].some(holds)),
  );
}
