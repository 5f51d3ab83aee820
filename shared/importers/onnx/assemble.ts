import { DOCUMENT_VERSION, type NetloomDocument } from '../../document/schema.ts';
import { OPSETS } from '../../exporters/onnx/model.ts';
import { isHalf } from '../../layers/weight-store.ts';
import { tidyLayout } from '../../layout/tidy.ts';
import type { ImportedWeight } from '../imported-network.ts';
import { type Group, groupLayers } from './blocks/group-layers.ts';
import { ScopeWriter } from './blocks/write-scopes.ts';
import { type DraftLayer, type DraftPort, newLayer } from './draft.ts';
import { buildLayer } from './emit-layer.ts';
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
  /** The version of the file's own operator set. */
  readonly opset: number | undefined;
  /** Layers that are left out, with all that stands before them alone, where nothing reads them. */
  readonly fillers: ReadonlySet<DraftLayer>;
}

/** A document with the weights that belong to it. */
export interface Assembled {
  readonly document: NetloomDocument;
  readonly weights: readonly ImportedWeight[];
  readonly names: ReadonlyMap<DraftLayer, string>;
  readonly parameters: number;
  readonly computed: number;
  /** The nodes that stand for blocks, with the module that each is. */
  readonly groups: ReadonlyMap<string, Group>;
}

/**
 * Gives the layers their names and makes the document. Layers that give an output of the graph take its name, so that a file that is
 * given back has the outputs it had.
 */
export function assemble(draft: Draft): Assembled {
  const connected = withoutOrphans(draft);
  const groups = groupLayers(connected, new Set(draft.outputs.map(({ port }) => port.layer)));
  const { layers, outputs } = outputsOutside({ ...draft, layers: connected }, groups);
  const written = new ScopeWriter().write(layers, groups, outside => nameLayers(outputs, outside));
  const { nodes, edges, blocks, names } = written;
  const nameOf = (layer: DraftLayer) => names.get(layer) ?? '';
  const weights: ImportedWeight[] = [];
  let parameters = 0;
  let computed = 0;
  for (const layer of layers) {
    if (layer.weightsOf) continue;
    for (const { name: weight, shape, constant, permutation } of layer.weights) {
      if (constant.isWeight) parameters += countOf(shape);
      else if (/^b?float/.test(constant.dtype)) computed += countOf(shape);
      weights.push({
        name: `${nameOf(layer)}/${weight}`,
        shape,
        dtype: constant.dtype,
        read: () => (permutation ? constant.readPermuted(permutation) : constant.read()),
      });
    }
  }
  const positions = tidyLayout({ nodes: Object.keys(nodes), edges, aspect: ASPECT });
  const kept = keptOpset(draft);
  const named = fileInterface({ layers, outputs }, nameOf);
  const onnx = kept === undefined ? named : { ...named, opset: kept };
  const document: NetloomDocument = {
    format: 'netloom',
    version: DOCUMENT_VERSION,
    name: safeTitle(draft.name),
    nodes,
    edges,
    outputs: outputs.map(({ port }) => nameOf(port.layer)),
    ...(Object.keys(blocks).length > 0 ? { blocks } : {}),
    ...(onnx && { onnx }),
    positions,
  };
  return { document, weights, names, parameters, computed, groups: written.groups };
}

/** What a block gives out of the network is passed on by a layer outside, which has the name that the file gives it. */
function outputsOutside(
  { layers, outputs }: Draft,
  groups: readonly Group[],
): Pick<Draft, 'layers' | 'outputs'> {
  const grouped = new Set(groups.flatMap(group => group.layers));
  const added: DraftLayer[] = [];
  const moved = outputs.map(({ name, port }) => {
    const built = grouped.has(port.layer) ? buildLayer('Identity', {}, [port], {}) : '';
    if (typeof built === 'string') return { name, port };
    const layer = newLayer('Identity', [port], name, built);
    added.push(layer);
    return { name, port: { layer, port: 0 } };
  });
  return { layers: [...layers, ...added], outputs: moved };
}

/** The operator set of a file of half precision, where it can be written. */
function keptOpset({ layers, opset = 0 }: Draft): number | undefined {
  const isHalfPrecise = layers.some(({ outputs }) => outputs.some(({ dtype }) => isHalf(dtype)));
  return isHalfPrecise && opset >= OPSETS.min && opset <= OPSETS.max ? opset : undefined;
}

/** Order and names of inputs and outputs, where the document's own would be others. */
function fileInterface(
  { layers, outputs }: Pick<Draft, 'layers' | 'outputs'>,
  nameOf: (layer: DraftLayer) => string,
): NetloomDocument['onnx'] {
  const inputs = layers.filter(({ type }) => type === 'InputLayer');
  const ends = [
    ...inputs.map(layer => ({ layer, name: layer.wish })),
    ...outputs.map(({ name, port }) => ({ name, layer: port.layer })),
  ];
  const names = Object.fromEntries(
    ends.flatMap(({ name, layer }) => (name === nameOf(layer) ? [] : [[nameOf(layer), name] as const])),
  );
  const hasNames = Object.keys(names).length > 0;
  if (inputs.length < 2 && !hasNames) return undefined;
  return {
    ...(inputs.length > 1 ? { inputs: inputs.map(nameOf) } : {}),
    ...(hasNames ? { names } : {}),
  };
}

function safeTitle(name: string): string {
  return name.trim().slice(0, 200) || 'imported';
}

/**
 * What no layer reads: constants whose reader was not taken, what is computed of constants alone and was computed on in advance, and first
 * states that a recurrent layer begins with by itself.
 */
function withoutOrphans({ layers, outputs, fillers }: Draft): readonly DraftLayer[] {
  const readers = new Map<DraftLayer, number>();
  const count = (layer: DraftLayer, change: number) => readers.set(layer, (readers.get(layer) ?? 0) + change);
  for (const { port } of outputs) count(port.layer, 1);
  for (const layer of layers) for (const { layer: from } of layer.inputs) count(from, 1);
  const dropped = new Set<DraftLayer>();
  const isConstant = ({ type }: DraftLayer) => type === 'Constant';
  const open = layers.filter(
    layer =>
      isConstant(layer) ||
      fillers.has(layer) ||
      (layer.inputs.length > 0 && layer.inputs.every(({ layer: from }) => isConstant(from))),
  );
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

function nameLayers(
  outputs: Draft['outputs'],
  layers: readonly DraftLayer[],
): ReadonlyMap<DraftLayer, string> {
  const own = new Set(layers);
  const unique = new UniqueNames();
  const names = new Map<DraftLayer, string>();
  const give = (layer: DraftLayer, wish: string, fallback: string) => {
    if (!names.has(layer)) names.set(layer, unique.take(safeName(wish, fallback)));
  };
  for (const layer of layers)
    if (layer.inputs.length === 0 && layer.type === 'InputLayer') give(layer, layer.wish, 'input');
  for (const { name, port } of outputs)
    if (port.port === 0 && own.has(port.layer)) give(port.layer, name, 'output');
  for (const layer of layers) give(layer, layer.wish, layer.type.toLowerCase());
  return names;
}

/** The names of layers; one that was left out has none. */
export function layerNames(layers: readonly DraftLayer[], names: ReadonlyMap<DraftLayer, string>): string[] {
  return layers.flatMap(layer => names.get(layer) ?? []);
}
