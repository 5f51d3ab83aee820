import type { ImportEntry } from '../../contract/imports.ts';
import type { DocumentBlock, DocumentEdge, DocumentNode } from '../../document/schema.ts';
import { layerType } from '../../layers/registry.ts';
import { ImportError } from '../imported-network.ts';
import type { WeightListing } from './conversion.ts';
import { convertInput, convertLayer } from './convert-layer.ts';
import type { KerasPlace, KerasPlaceStep } from './import-keras-config.ts';
import { type MaskPlumbing, maskPlumbing, withoutOwnMasks } from './mask-plumbing.ts';
import {
  type KerasLayer,
  type KerasModel,
  type LayerCall,
  type TensorReference,
  tensorsOfCall,
} from './model-config.ts';
import { NameGiver } from './names.ts';
import { toSnakeCase } from './read-setting.ts';
import { isInput, isOperation } from './tables.ts';

/** What a converter of one model is given. */
export interface ScopeRequest {
  readonly model: KerasModel;
  /** The way to this model from the outermost one. */
  readonly path: readonly KerasPlaceStep[];
  /** What stands before the names of its layers in the flat network: empty, or `tower.`. */
  readonly prefix: string;
  /** Blocks of the document; nested models are added. */
  readonly blocks: Record<string, DocumentBlock>;
  readonly blockNames: NameGiver;
  readonly places: KerasPlace[];
  readonly entries: ImportEntry[];
  listWeights(path: readonly KerasPlaceStep[]): WeightListing;
}

/** The layers of one model as nodes and wires. */
export interface ConvertedScope {
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly edges: readonly DocumentEdge[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

interface Source {
  readonly node: string;
  readonly port: number;
}

/** Converts the layers of one model; nested models become blocks. */
export class ScopeConverter {
  private readonly request: ScopeRequest;
  private readonly nodes: Record<string, DocumentNode> = {};
  private readonly edges: DocumentEdge[] = [];
  private readonly names = new NameGiver();
  /** The node of each call, by layer and call number as references count them. */
  private readonly sources = new Map<string, string>();
  private readonly pending: { readonly node: string; readonly wires: readonly TensorReference[] }[] = [];
  /** What consumers tell of a layer's outputs: by layer, call, output. */
  private readonly known = new Map<string, Map<number, TensorReference>>();
  /** The lowest call number by which a layer is referred to: 1 for a nested model, whose own making Keras counts as 0. */
  private readonly firstCall = new Map<string, number>();
  private readonly groups = new Map<string, number>();
  private readonly masks: MaskPlumbing;

  constructor(request: ScopeRequest) {
    this.request = request;
    this.masks = maskPlumbing(request.model);
  }

  /** Converts all layers. */
  convert(): ConvertedScope {
    const { model } = this.request;
    const seen = new Set<string>();
    for (const layer of model.layers) {
      if (seen.has(layer.name))
        throw new ImportError(
          'import.format',
          `Two layers of the model "${model.name}" are called "${layer.name}"; names must differ.`,
        );
      seen.add(layer.name);
    }
    const referred = model.layers.flatMap(layer => layer.calls.flatMap(tensorsOfCall));
    for (const reference of [...referred, ...model.outputs]) this.note(reference, seen);
    for (const layer of model.layers) if (!this.masks.operations.has(layer.name)) this.addLayer(layer);
    for (const { node, wires } of this.pending)
      wires.forEach((wire, port) => {
        this.connect(this.source(wire), node, port);
      });
    return {
      nodes: this.nodes,
      edges: this.edges,
      inputs: model.inputs.map(reference => this.source(reference).node),
      outputs: model.outputs.map(reference => this.outputNode(this.source(reference))),
    };
  }

  private note(reference: TensorReference, layers: ReadonlySet<string>): void {
    const { layer, call, output } = reference;
    if (!layers.has(layer))
      throw new ImportError(
        'import.format',
        `The model "${this.request.model.name}" has a wire from "${layer}", but no layer of that name.`,
      );
    this.firstCall.set(layer, Math.min(call, this.firstCall.get(layer) ?? call));
    const key = callKey(layer, call);
    const outputs = this.known.get(key) ?? new Map<number, TensorReference>();
    if (!outputs.get(output)?.shape) outputs.set(output, reference);
    this.known.set(key, outputs);
  }

  private addLayer(layer: KerasLayer): void {
    const step: KerasPlaceStep = { name: layer.name, className: layer.className, group: this.group(layer) };
    if (isInput(layer.className)) {
      const { changes, ...input } = convertInput(layer);
      const node = this.add(layer, layer.name, input);
      if (changes.length > 0) this.report('changed', layer, [node], changes);
      this.sources.set(callKey(layer.name, this.firstCall.get(layer.name) ?? 0), node);
      return;
    }
    if (layer.model) this.addModel(layer, layer.model, step);
    else this.addCalls(layer, step);
  }

  private group(layer: KerasLayer): string {
    const snake = toSnakeCase(layer.className);
    if (isOperation(layer)) return snake;
    const count = this.groups.get(snake) ?? 0;
    this.groups.set(snake, count + 1);
    return count === 0 ? snake : `${snake}_${count}`;
  }

  private addCalls(layer: KerasLayer, step: KerasPlaceStep): void {
    const path = [...this.request.path, step];
    const first = this.firstCall.get(layer.name) ?? 0;
    const listing = this.request.listWeights(path);
    let owner: string | null = null;
    layer.calls.forEach((call, i) => {
      const outputs = this.known.get(callKey(layer.name, first + i)) ?? new Map();
      const own = withoutOwnMasks(call, this.masks);
      const { chain, wires, isCarried, changes } = convertLayer(layer, own, outputs, listing);
      const made: string[] = [];
      chain.forEach((link, at) => {
        const wanted =
          at === chain.length - 1 ? callName(layer.name, i) : `${callName(layer.name, i)}_${at + 1}`;
        const hasWeights = layerType(link.type)?.weights !== undefined;
        const node = this.add(layer, wanted, {
          ...link,
          ...(owner !== null && hasWeights ? { weightsOf: owner } : {}),
        });
        if (at === 0) this.pending.push({ node, wires });
        else this.connect({ node: made.at(-1) ?? '', port: 0 }, node, 0);
        made.push(node);
      });
      const last = made.at(-1);
      if (last === undefined) return;
      this.sources.set(callKey(layer.name, first + i), last);
      if (i === 0) {
        owner = last;
        if (!isOperation(layer)) this.request.places.push({ node: this.request.prefix + last, path });
        this.report(isCarried ? 'operator' : changes.length > 0 ? 'changed' : 'layer', layer, made, changes);
      }
    });
    if (layer.calls.length === 0) this.report('refused', layer, [], ['It is called nowhere in the model.']);
  }

  private addModel(layer: KerasLayer, model: KerasModel, step: KerasPlaceStep): void {
    const block = this.request.blockNames.give(layer.name);
    const first = this.firstCall.get(layer.name) ?? 0;
    let owner: string | null = null;
    layer.calls.forEach((call: LayerCall, i) => {
      const node = this.add(layer, callName(layer.name, i), {
        type: `block:${block}`,
        ...(owner === null ? {} : { weightsOf: owner }),
      });
      this.sources.set(callKey(layer.name, first + i), node);
      this.pending.push({ node, wires: tensorsOfCall(call) });
      if (owner !== null) return;
      owner = node;
      const { nodes, edges, inputs, outputs } = new ScopeConverter({
        ...this.request,
        model,
        path: [...this.request.path, step],
        prefix: `${this.request.prefix}${node}.`,
      }).convert();
      this.request.blocks[block] = { inputs: [...inputs], outputs: [...outputs], nodes, edges };
      this.report('block', layer, [node], []);
    });
  }

  private add(layer: KerasLayer, wanted: string, node: DocumentNode): string {
    const name = this.names.give(wanted);
    const { parameters, ...rest } = node;
    this.nodes[name] = {
      ...rest,
      ...(parameters && Object.keys(parameters).length > 0 ? { parameters } : {}),
      ...(layer.config.trainable === false ? { trainable: false } : {}),
    };
    return name;
  }

  private connect(from: Source, to: string, port: number): void {
    this.edges.push({
      from: from.node,
      ...(from.port > 0 ? { fromPort: from.port } : {}),
      to,
      ...(port > 0 ? { toPort: port } : {}),
    });
  }

  private source({ layer, call, output }: TensorReference): Source {
    const node = this.sources.get(callKey(layer, call));
    if (node === undefined)
      throw new ImportError(
        'import.format',
        `The model "${this.request.model.name}" has a wire from call ${call} of "${layer}", which the file does not hold.`,
      );
    return { node, port: output };
  }

  /** The node to name as an output; behind a further output of a layer stands one that passes it on. */
  private outputNode({ node, port }: Source): string {
    if (port === 0) return node;
    const name = this.names.give(`${node}_output_${port + 1}`);
    this.nodes[name] = { type: 'Identity' };
    this.connect({ node, port }, name, 0);
    return name;
  }

  private report(
    kind: ImportEntry['kind'],
    layer: KerasLayer,
    made: readonly string[],
    notes: readonly string[],
  ): void {
    const sentences = notes.map(note =>
      `${note.charAt(0).toUpperCase()}${note.slice(1)}`.replace(/\.?$/, '.'),
    );
    if (made.length > 0 && kind !== 'block' && made.at(-1) !== layer.name)
      sentences.push(`The name "${layer.name}" became "${made.at(-1)}".`);
    this.request.entries.push({
      kind,
      source: `${layer.className} "${[...this.request.path.map(({ name }) => name), layer.name].join('/')}"`,
      layers: made.map(name => this.request.prefix + name),
      note: sentences.join(' '),
    });
  }
}

function callKey(layer: string, call: number): string {
  return `${call}:${layer}`;
}

function callName(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}_call_${call + 1}`;
}
