import type { ImportEntry } from '../../contract/imports.ts';
import type { Json } from '../../document/json.ts';
import type { Value } from '../../document/value.ts';
import { isHalf } from '../../layers/weight-store.ts';
import { scopesOf } from './blocks/module-scopes.ts';
import { needsNewerSet } from './carried/operator-types.ts';
import { wholeStates } from './carried/whole-constants.ts';
import { carryOperator } from './carry-operator.ts';
import { type Constant, computedConstant } from './constant.ts';
import { constantStep } from './constant-layer.ts';
import { ConvertContext } from './convert-context.ts';
import { converterOf } from './converters.ts';
import { DeclaredValues } from './declared-values.ts';
import { type DraftLayer, type DraftPort, newLayer, type Step, type TensorState } from './draft.ts';
import { draftSteps } from './draft-steps.ts';
import { buildLayer } from './emit-layer.ts';
import { fold } from './fold.ts';
import type { GraphSource } from './graph-source.ts';
import { identity } from './inline-functions.ts';
import { KnownTensors } from './known-tensors.ts';
import type { FileGraph, FileNode } from './onnx-file.ts';
import { outerNames } from './outer-names.ts';
import { AttentionFinder, type FoundAttention } from './patterns/attention/find-attention.ts';
import { ChannelsLast } from './patterns/channels-last.ts';
import { FUSED_DOMAIN, type FusedNode, isRounded } from './patterns/fused-node.ts';
import { takeActivation } from './patterns/own-activation.ts';
import { damaged } from './protobuf-reader.ts';
import { readCounts, readNames, sharedConstants, withoutUnread } from './read-names.ts';
import { filledBy } from './recurrent/filled.ts';
import { rearrangedState } from './recurrent/rearranged.ts';
import { recurrenceOf } from './recurrent/recurrence.ts';
import { isWhole } from './tensor-elements.ts';
import { nameOf, weightKey } from './tensor-facts.ts';

/** Turns the nodes of a graph into layers, one after the other, each tried by its own inference. */
export class GraphImporter {
  readonly layers: DraftLayer[] = [];
  readonly entries: {
    readonly kind: ImportEntry['kind'];
    readonly source: string;
    readonly layers: readonly DraftLayer[];
    readonly note: string;
  }[] = [];
  /** Nodes that were computed away. */
  folded = 0;
  private given = 0;
  private readonly known: KnownTensors;
  private readonly source: GraphSource;
  private readonly declared: DeclaredValues;
  private readonly constants = new Map<string, DraftPort>();
  private readonly owners = new Map<string, DraftLayer>();
  private readonly opset: number;
  private readonly read: ReadonlySet<string>;
  private readonly sharedConstants: ReadonlySet<string>;
  /** Layers that only give as many times the same number as the batch asks for: dropped where nothing reads them in the end. */
  readonly fillers = new Set<DraftLayer>();
  /** Attentions that became one layer, with the layers that it stands for: dropped where nothing else reads them. */
  readonly attentions: FoundAttention[] = [];
  private readonly finder: AttentionFinder;
  private readonly layouts = new ChannelsLast();
  private readonly counts: ReadonlyMap<string, number>;

  constructor(source: GraphSource) {
    this.source = source;
    this.known = new KnownTensors(source.files);
    this.opset = source.opsets.get('') ?? 17;
    this.read = readNames(source.graph);
    this.sharedConstants = sharedConstants(source.graph);
    this.declared = new DeclaredValues(source.graph, source.symbols);
    this.finder = new AttentionFinder(source.spelled);
    this.counts = readCounts(source.graph);
  }

  /** What is known of the tensors by name. */
  get states(): Map<string, TensorState> {
    return this.known.states;
  }

  /** Imports the whole graph. */
  run(): void {
    const { graph, nodes, files } = this.source;
    for (const tensor of graph.initializers) if (!isWhole(tensor)) this.known.take(tensor);
    for (const [name, state] of wholeStates(graph, files)) this.states.set(name, state);
    for (const node of nodes) this.visit(withoutUnread(node, this.read));
  }

  /** The graph's outputs; one that no layer gives as its first output alone gets a layer that passes it on. */
  outputs(): { readonly name: string; readonly port: DraftPort }[] {
    const taken = new Set<DraftLayer>();
    return this.source.graph.outputs.map(({ name }) => {
      const port = this.demand(name);
      const isOwn = port.port === 0 && port.layer.type !== 'InputLayer' && !taken.has(port.layer);
      const layer = isOwn ? port.layer : this.passOn(port, name);
      taken.add(layer);
      return { name, port: { layer, port: 0 } };
    });
  }

  private passOn(port: DraftPort, name: string): DraftLayer {
    const built = buildLayer('Identity', {}, [port], {});
    if (typeof built !== 'string') {
      const layer = newLayer('Identity', [port], name, built);
      this.add(layer);
      return layer;
    }
    const [carried] = this.carry(identity(name, `${name}/given`, name));
    if (!carried) throw new Error(`The output ${name} cannot be passed on: ${built}`);
    return carried;
  }

  /** Adds an input of the graph as a layer. */
  addInput(name: string, parameters: Readonly<Record<string, Json>>, value: Value): void {
    const layer = newLayer('InputLayer', [], name, { parameters, outputs: [value], weights: [] });
    this.add(layer);
    this.states.set(name, { value, constant: null, known: null, port: { layer, port: 0 }, maker: null });
  }

  /** What makes a tensor in the document; put there now where nothing needed it before. */
  demand(name: string): DraftPort {
    const state = this.states.get(name);
    if (!state) throw damaged(`nothing makes the tensor "${name}"`);
    if (state.port) return state.port;
    const constant = state.constant ?? this.known.constant(name);
    if (constant) state.port = this.constantPort(constant, name);
    else if (state.maker) this.emit(state.maker);
    const made = this.states.get(name)?.port;
    if (!made) throw new Error(`The tensor ${name} could not be made.`);
    return made;
  }

  private visit(node: FileNode | FusedNode): void {
    if (this.alias(node) || this.known.constants(node)) {
      this.folded++;
      return;
    }
    const known = fold(
      node,
      node.inputs.map(name => (name === '' ? undefined : this.known.content(name))),
      tensor => this.known.elements(tensor),
    );
    const [output = ''] = node.outputs;
    if (known) {
      this.folded++;
      const value: Value = { dtype: known.dtype, shape: known.shape };
      this.states.set(output, { value, constant: null, known, port: null, maker: node });
      return;
    }
    const context = this.contextOf(node);
    const fill = filledBy(context, this.states);
    const view = fill === null ? rearrangedState(context, this.states) : null;
    const from = this.states.get(node.inputs[0] ?? '')?.port;
    // What brings the result of an attention into order is looked at right away.
    if (view && !(from && this.finder.isAtEnd(from))) {
      this.folded++;
      this.states.set(output, view);
      return;
    }
    this.emit(node);
    const state = this.states.get(output);
    if (fill === null || !state?.port) return;
    state.fill = fill;
    this.fillers.add(state.port.layer);
  }

  private contextOf(node: FileNode): ConvertContext {
    return new ConvertContext(node, this.opset, this.states, {
      elements: tensor => this.known.elements(tensor),
      shared: this.sharedConstants,
    });
  }

  /** Identity and its like: the output is the input under another name. */
  private alias(node: FileNode): boolean {
    const isAlias =
      node.domain === '' &&
      (node.operator === 'Identity' || (node.operator === 'Dropout' && this.opset < 7)) &&
      node.outputs.length === 1;
    const state = this.states.get(node.inputs[0] ?? '');
    if (!isAlias || !state) return false;
    this.states.set(node.outputs[0] ?? '', state);
    return true;
  }

  /** Puts a node into the document: as layers where they say the same, else as it is. */
  private emit(node: FileNode | FusedNode): void {
    const parts = 'parts' in node ? node.parts : [node];
    const source = `${parts.map(({ operator }) => operator).join(' + ')} "${node.name || node.outputs[0]}"`;
    const context = this.contextOf(node);
    // The two biases of its gates are added to one, which in half precision would be another number.
    const isHalfPrecise = isHalf(context.dtype(0) ?? 'float32');
    const recurrence = isHalfPrecise
      ? null
      : recurrenceOf(context, { states: this.states, isRead: name => this.read.has(name) });
    for (const [name, state] of recurrence?.before ?? []) this.states.set(name, state);
    const newer = needsNewerSet(context);
    const converter = isRounded(node, context.dtype(0)) ? undefined : converterOf(node);
    const steps = newer === null ? (recurrence?.steps ?? converter?.(context)) : null;
    const taken = steps
      ? this.take(recurrence?.node ?? node, steps)
      : newer === null
        ? whyNoLayer(context, converter !== undefined)
        : `it takes ${context.dtype(0)} only from operator set ${newer} on.`;
    if (typeof taken !== 'string') {
      for (const [name, state] of recurrence?.after ?? []) this.states.set(name, state);
      this.entries.push({ kind: 'layer', source, layers: taken, note: '' });
      return;
    }
    if (node.domain === FUSED_DOMAIN && 'parts' in node) {
      for (const part of node.parts) this.visit(part);
      return;
    }
    const layers = this.carry(node);
    this.entries.push({ kind: 'operator', source, layers, note: `Carried unchanged: ${taken}` });
  }

  /** Adds the layers of a conversion; answers why it cannot. */
  private take(node: FileNode, steps: readonly Step[]): readonly DraftLayer[] | string {
    const made = draftSteps(node, steps, name => this.demand(name));
    if (typeof made === 'string') return made;
    const last = made.at(-1);
    if (!last) return 'nothing stands for it.';
    const wrong = node.outputs.find(
      (name, port) => name !== '' && !this.declared.agrees(name, last.outputs[port]),
    );
    if (wrong !== undefined) return `the file gives "${wrong}" another shape or type.`;
    const seen = made.length === 1 ? this.seenThrough(last, node) : null;
    if (seen) return seen;
    const turned = made.length === 1 ? this.layouts.turn(last) : null;
    const final = made.length === 1 ? this.shared(turned?.layer ?? last) : last;
    if (turned) return this.takeTurned(final, turned.back, node);
    const layers = [...made.slice(0, -1), final];
    node.outputs.forEach((name, port) => {
      if (name !== '') this.known.setPort(name, final, port);
    });
    const found = layers.map(layer => this.add(layer)).at(-1);
    if (!found) return layers;
    for (const before of found.before) this.add(before);
    const attention = this.shared(found.layer);
    this.add(attention);
    const after = found.after && { ...found.after, inputs: [{ layer: attention, port: 0 }] };
    if (after) this.add(after);
    this.attentions.push({ ...found, layer: attention });
    this.known.setPort(node.outputs[0] ?? '', after ?? attention, 0);
    return [attention, ...found.before, ...(after ? [after] : [])];
  }

  /** What is no layer of its own: a transposition that leads back, an activation of the layer before it. */
  private seenThrough(layer: DraftLayer, node: FileNode): readonly DraftLayer[] | null {
    const [input] = layer.inputs;
    const [output = ''] = node.outputs;
    const origin = this.layouts.origin(layer);
    if (origin) {
      if (origin.layer.wish.startsWith(`${output}/`)) origin.layer.wish = output;
      this.known.setPort(output, origin.layer, origin.port);
      return [origin.layer];
    }
    if (this.layouts.isToFront(layer)) this.fillers.add(layer);
    const twin = input ? this.layouts.twinOf(input) : null;
    const before = input && (twin ?? input).layer;
    const isOnly = this.counts.get(node.inputs[0] ?? '') === 1;
    if (!before || !isOnly || !this.source.isOwn || !takeActivation(layer, before, twin !== null))
      return null;
    this.known.setPort(output, input.layer, input.port);
    return [before];
  }

  /** Adds a layer with the channels behind, and what gives its result as the file has it. */
  private takeTurned(layer: DraftLayer, back: DraftLayer | null, node: FileNode): readonly DraftLayer[] {
    this.add(layer);
    const given = back ?? layer;
    if (back) {
      this.add(back);
      this.fillers.add(back);
    }
    this.known.setPort(node.outputs[0] ?? '', given, 0);
    return [layer];
  }

  /** Adds a layer; tells where it completes an attention spelled out. */
  private add(layer: DraftLayer): FoundAttention | null {
    this.layers.push(layer);
    // An attention that was written out as one layer is written otherwise, which in half precision shows.
    const isHalfPrecise = layer.outputs.some(({ dtype }) => isHalf(dtype));
    return isHalfPrecise ? null : this.finder.look(layer);
  }

  /** A layer with the very weights of an earlier one uses these. */
  private shared(layer: DraftLayer): DraftLayer {
    if (layer.weights.length === 0) return layer;
    const key = `${layer.type} ${layer.weights.map(weightKey).join(' ')}`;
    const owner = this.owners.get(key);
    if (!owner) {
      this.owners.set(key, layer);
      return layer;
    }
    return { ...layer, weightsOf: owner };
  }

  private carry(node: FileNode): readonly DraftLayer[] {
    const given = this.declared.given(this.contextOf(node), (graph, inputs) => this.inner(graph, inputs));
    const parts = carryOperator(node, {
      given,
      opsets: this.source.opsets,
      give: ({ dtype, shape, values }) => {
        const name = `${node.outputs[0]}/number_${this.given++}`;
        this.known.hold(name, computedConstant(name, dtype, shape, values));
        return name;
      },
      constant: name => this.states.get(name)?.constant ?? null,
      known: name => this.known.constant(name),
      demand: name => this.demand(name),
    });
    const layer: DraftLayer = { ...parts, weightsOf: null, wish: nameOf(node), scopes: scopesOf(node) };
    this.add(layer);
    node.outputs.forEach((name, port) => {
      if (name !== '') this.known.setPort(name, layer, port);
    });
    return [layer];
  }

  private constantPort(constant: Constant, name: string): DraftPort {
    const known = this.constants.get(constant.origin);
    if (known) return known;
    const { type, parameters, weights } = constantStep(constant);
    const built = buildLayer(type, parameters ?? {}, [], weights ?? {});
    if (typeof built === 'string') throw new Error(`The constant ${name} cannot be held: ${built}`);
    const layer: DraftLayer = { type, inputs: [], wish: name, scopes: [], ...built, weightsOf: null };
    this.add(layer);
    const port = { layer, port: 0 };
    this.constants.set(constant.origin, port);
    return port;
  }

  /** What the outputs of a graph within this one are: a trial import whose layers nobody takes. */
  private inner(graph: FileGraph, inputs: ReadonlyMap<string, Value>): readonly (Value | null)[] {
    const trial = new GraphImporter({ ...this.source, graph, nodes: graph.nodes });
    for (const name of outerNames(graph)) {
      const state = this.states.get(name);
      if (state) trial.states.set(name, { ...state });
    }
    for (const [name, value] of inputs) trial.addInput(name, {}, value);
    trial.run();
    return graph.outputs.map(({ name }) => trial.states.get(name)?.value ?? null);
  }
}

/** Why an operator is carried that no layer was made of: an input whose shape the file does not tell, or there is none that does the same. */
function whyNoLayer(context: ConvertContext, isKnown: boolean): string {
  const blind = context.node.inputs.find((name, i) => name !== '' && context.shape(i) === null);
  return isKnown && blind !== undefined
    ? `the file does not tell the shape of its input "${blind}", which a layer needs.`
    : 'there is no layer that says the same.';
}
