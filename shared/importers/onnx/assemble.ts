import type { DocumentEdge, DocumentNode, NetloomDocument } from '../../document/schema.ts';
import { tidyLayout } from '../../layout/tidy.ts';
import type { ImportedWeight } from '../imported-network.ts';
import type { DraftLayer, DraftPort } from './draft.ts';
import { safeName, UniqueNames } from './names.ts';
import { countOf } from './tensor-elements.ts';

/** Width by height of the place that an imported network is laid out for. */
const ASPECT = 1.6;

/** What the importer found. */
export interface Draft {
  readonly name: string;
  readonly layers: readonly DraftLayer[];
  /** The graph's outputs with their names, in order. */
  readonly outputs: readonly { readonly name: string; readonly port: DraftPort }[];
  /** Layers that are left out, with all that stands before them alone, where nothing reads them. */
  readonly fillers: ReadonlySet<DraftLayer>;
}

/** A document with the weights that belong to it. */
export interface Assembled {
  readonly document: NetloomDocument;
  readonly weights: readonly ImportedWeight[];
  readonly names: ReadonlyMap<DraftLayer, string>;
  readonly parameters: number;
}

/**
 * Gives the layers their names and makes the document. Layers that give an output of the graph take its name, so that a file that is
 * given back has the outputs it had.
 */
export function assemble(draft: Draft): Assembled {
  const layers = withoutOrphans(draft);
  const names = nameLayers(draft, layers);
  const nameOf = (layer: DraftLayer) => names.get(layer) ?? '';
  const nodes: Record<string, DocumentNode> = {};
  const edges: DocumentEdge[] = [];
  const weights: ImportedWeight[] = [];
  let parameters = 0;
  for (const layer of layers) {
    const name = nameOf(layer);
    nodes[name] = {
      type: layer.type,
      ...(Object.keys(layer.parameters).length > 0 ? { parameters: layer.parameters } : {}),
      ...(layer.weightsOf ? { weightsOf: nameOf(layer.weightsOf) } : {}),
    };
    layer.inputs.forEach(({ layer: from, port }, toPort) => {
      edges.push({
        from: nameOf(from),
        ...(port > 0 ? { fromPort: port } : {}),
        to: name,
        ...(toPort > 0 ? { toPort } : {}),
      });
    });
    if (layer.weightsOf) continue;
    for (const { name: weight, shape, constant, permutation } of layer.weights) {
      if (constant.isWeight) parameters += countOf(shape);
      weights.push({
        name: `${name}/${weight}`,
        shape,
        dtype: constant.dtype,
        read: () => (permutation ? constant.readPermuted(permutation) : constant.read()),
      });
    }
  }
  const positions = tidyLayout({ nodes: Object.keys(nodes), edges, aspect: ASPECT });
  const document: NetloomDocument = {
    format: 'netloom',
    version: 1,
    name: safeTitle(draft.name),
    nodes,
    edges,
    outputs: draft.outputs.map(({ port }) => nameOf(port.layer)),
    positions,
  };
  return { document, weights, names, parameters };
}

function safeTitle(name: string): string {
  return name.trim().slice(0, 200) || 'imported';
}

/** What no layer reads: constants whose reader was not taken, and first states that a recurrent layer begins with by itself. */
function withoutOrphans({ layers, outputs, fillers }: Draft): readonly DraftLayer[] {
  const readers = new Map<DraftLayer, number>();
  const count = (layer: DraftLayer, change: number) => readers.set(layer, (readers.get(layer) ?? 0) + change);
  for (const { port } of outputs) count(port.layer, 1);
  for (const layer of layers) for (const { layer: from } of layer.inputs) count(from, 1);
  const dropped = new Set<DraftLayer>();
  const open = layers.filter(layer => layer.type === 'Constant' || fillers.has(layer));
  for (let layer = open.pop(); layer; layer = open.pop()) {
    if ((readers.get(layer) ?? 0) > 0 || dropped.has(layer) || layer.type === 'InputLayer') continue;
    dropped.add(layer);
    for (const { layer: from } of layer.inputs) {
      count(from, -1);
      open.push(from);
    }
  }
  return layers.filter(layer => !dropped.has(layer));
}

function nameLayers({ outputs }: Draft, layers: readonly DraftLayer[]): ReadonlyMap<DraftLayer, string> {
  const unique = new UniqueNames();
  const names = new Map<DraftLayer, string>();
  const give = (layer: DraftLayer, wish: string, fallback: string) => {
    if (!names.has(layer)) names.set(layer, unique.take(safeName(wish, fallback)));
  };
  for (const layer of layers)
    if (layer.inputs.length === 0 && layer.type === 'InputLayer') give(layer, layer.wish, 'input');
  for (const { name, port } of outputs) if (port.port === 0) give(port.layer, name, 'output');
  for (const layer of layers) give(layer, layer.wish, layer.type.toLowerCase());
  return names;
}

/** The names of layers; one that was left out has none. */
export function layerNames(layers: readonly DraftLayer[], names: ReadonlyMap<DraftLayer, string>): string[] {
  return layers.flatMap(layer => names.get(layer) ?? []);
}
