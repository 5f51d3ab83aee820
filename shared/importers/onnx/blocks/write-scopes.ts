import type { DocumentBlock, DocumentEdge, DocumentNode } from '../../../document/schema.ts';
import type { DraftLayer, DraftPort } from '../draft.ts';
import { safeName, UniqueNames } from '../names.ts';
import type { Group } from './group-layers.ts';
import { type InnerNames, innerNames } from './inner-names.ts';
import { separateWeights, withSharedWeights } from './shared-weights.ts';

/** What a document is made of. */
export interface WrittenScopes {
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly edges: readonly DocumentEdge[];
  readonly blocks: Readonly<Record<string, DocumentBlock>>;
  /** The layers' names in the opened network: `encoder.0.norm`. */
  readonly names: ReadonlyMap<DraftLayer, string>;
  /** The nodes that stand for blocks, with the module that each is. */
  readonly groups: ReadonlyMap<string, Group>;
}

/** Writes layers, some of them in blocks. Blocks of the same form are one, used as often as they occur. */
export class ScopeWriter {
  private readonly blocks: Record<string, DocumentBlock> = {};
  private readonly known = new Map<string, string>();
  private readonly blockNames = new UniqueNames();
  private readonly inner = new Map<Group, InnerNames>();

  /**
   * @param layers all layers in topological order
   * @param groups those that become blocks
   * @param nameLayers gives the layers outside blocks their names
   */
  write(
    layers: readonly DraftLayer[],
    groups: readonly Group[],
    nameLayers: (layers: readonly DraftLayer[]) => ReadonlyMap<DraftLayer, string>,
  ): WrittenScopes {
    for (const group of groups)
      for (const each of [group, ...group.groups]) this.inner.set(each, innerNames(each));
    const inBlock = new Map<DraftLayer, string>();
    for (const group of groups) this.flatNames(group, '', inBlock);
    const owners = withSharedWeights(layers, groups, layer => inBlock.get(layer));
    separateWeights(layers, owners);
    const kept = [...owners.keys()];
    const grouped = new Set(kept.flatMap(group => group.layers));
    const outside = layers.filter(layer => !grouped.has(layer));
    const names = new Map(nameLayers(outside));
    const groupNames = freeGroupNames(kept, [...names.values()]);
    const nodes: Record<string, DocumentNode> = {};
    const edges: DocumentEdge[] = [];
    const sources = new Map<DraftLayer, { readonly name: string; readonly group: Group | null }>();
    for (const [layer, name] of names) sources.set(layer, { name, group: null });
    for (const [group, name] of groupNames)
      for (const layer of group.outputs) sources.set(layer, { name, group });
    const wire = ({ layer, port }: DraftPort, to: string, toPort: number) => {
      const source = sources.get(layer);
      const fromPort = source?.group ? source.group.outputs.indexOf(layer) : port;
      if (source) edges.push(edge(source.name, fromPort, to, toPort));
    };
    const firstOf = new Map(kept.map(group => [group.layers[0], group]));
    for (const layer of layers) {
      const group = firstOf.get(layer);
      const groupName = group && groupNames.get(group);
      if (group && groupName !== undefined) {
        const owner = owners.get(group);
        const lender = owner && groupNames.get(owner);
        nodes[groupName] = {
          type: `block:${this.block(group, blockLabel(group.scope))}`,
          ...(lender ? { weightsOf: lender } : {}),
        };
        group.inputs.forEach((input, port) => {
          wire(input, groupName, port);
        });
        this.flatNames(group, `${groupName}.`, names);
      }
      const name = grouped.has(layer) ? undefined : names.get(layer);
      if (name === undefined) continue;
      nodes[name] = nodeOf(layer, layer.weightsOf ? (names.get(layer.weightsOf) ?? null) : null);
      layer.inputs.forEach((input, port) => {
        wire(input, name, port);
      });
    }
    const groupsByName = new Map([...groupNames].map(([group, name]) => [name, group]));
    return { nodes, edges, blocks: this.blocks, names, groups: groupsByName };
  }

  private namesIn(group: Group): InnerNames {
    const names = this.inner.get(group);
    if (!names) throw new Error(`The module ${group.scope} has no names.`);
    return names;
  }

  private flatNames(group: Group, prefix: string, into: Map<DraftLayer, string>): void {
    const { layers, groups } = this.namesIn(group);
    for (const [layer, name] of layers) into.set(layer, prefix + name);
    for (const [inner, name] of groups) this.flatNames(inner, `${prefix}${name}.`, into);
  }

  /** Puts a block into the document; one of the same form that is there already is used again. */
  private block(group: Group, label: string): string {
    const content = this.content(group);
    const key = JSON.stringify(content);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const name = this.blockNames.take(safeName(label, 'block'));
    this.known.set(key, name);
    this.blocks[name] = content;
    return name;
  }

  private content(group: Group): DocumentBlock {
    const { layers, groups, inputs } = this.namesIn(group);
    const nodes: Record<string, DocumentNode> = {};
    const edges: DocumentEdge[] = [];
    const ports = new Map<DraftLayer, string[]>();
    group.inputs.forEach(({ layer, port }, i) => {
      const list = ports.get(layer) ?? [];
      list[port] = inputs[i] ?? '';
      ports.set(layer, list);
    });
    for (const name of inputs) nodes[name] = { type: 'InputLayer' };
    const given = new Map<DraftLayer, string>();
    for (const [inner, name] of groups) for (const layer of inner.outputs) given.set(layer, name);
    const wire = ({ layer, port }: DraftPort, to: string, toPort: number) => {
      const own = layers.get(layer);
      const from = own ?? given.get(layer) ?? ports.get(layer)?.[port] ?? '';
      edges.push(edge(from, own === undefined ? 0 : port, to, toPort));
    };
    const starts = new Map([...groups].map(([inner, name]) => [inner.layers[0], { inner, name }]));
    for (const layer of group.layers) {
      const start = starts.get(layer);
      if (start) {
        const label = `${blockLabel(group.scope)}.${start.name}`;
        nodes[start.name] = { type: `block:${this.block(start.inner, label)}` };
        start.inner.inputs.forEach((input, port) => {
          wire(input, start.name, port);
        });
      }
      const name = layers.get(layer);
      if (name === undefined) continue;
      nodes[name] = nodeOf(layer, this.innerOwner(layer, group));
      layer.inputs.forEach((input, port) => {
        wire(input, name, port);
      });
    }
    const nameOf = (layer: DraftLayer) => layers.get(layer) ?? given.get(layer) ?? '';
    return { inputs: [...inputs], outputs: group.outputs.map(nameOf), nodes, edges };
  }

  /** The layer of the block whose weights one uses: the very layer of that name in another block is itself here. */
  private innerOwner(layer: DraftLayer, group: Group): string | null {
    const { layers } = this.namesIn(group);
    const owner = layer.weightsOf;
    const own = layers.get(layer);
    if (!owner) return null;
    const here = layers.get(owner);
    if (here !== undefined) return here;
    for (const names of this.inner.values()) {
      const there = names.layers.get(owner);
      if (there !== undefined) return there === own ? null : there;
    }
    return null;
  }
}

function nodeOf({ type, parameters }: DraftLayer, weightsOf: string | null): DocumentNode {
  return {
    type,
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(weightsOf === null ? {} : { weightsOf }),
  };
}

function edge(from: string, fromPort: number, to: string, toPort: number): DocumentEdge {
  return { from, ...(fromPort > 0 ? { fromPort } : {}), to, ...(toPort > 0 ? { toPort } : {}) };
}

/** `encoder_layer` for `encoder/layers/encoder_layer_0`, `layer` for `encoder.layer.3`. */
function blockLabel(scope: string): string {
  const words = scope.split(/[./]/).map(word => word.replace(/[_-]?\d+$/, ''));
  return words.findLast(word => word !== '') ?? 'block';
}

/** The modules' paths as names that no other node has, nor a layer within one of them. */
function freeGroupNames(groups: readonly Group[], taken: readonly string[]): ReadonlyMap<Group, string> {
  const unique = new UniqueNames();
  for (const name of taken)
    for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1))
      unique.take(name.slice(0, end));
  return new Map(groups.map(group => [group, unique.take(safeName(group.scope, 'block'))]));
}
