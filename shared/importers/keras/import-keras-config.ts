import type { ImportEntry } from '../../contract/imports.ts';
import type { Json } from '../../document/json.ts';
import { type DocumentBlock, emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { tidyLayout } from '../../layout/tidy.ts';
import type { WeightListing } from './conversion.ts';
import { NameGiver } from './names.ts';
import { readModel } from './read-model.ts';
import { ScopeConverter } from './scope-converter.ts';

/** Where a layer of the document stands in the Keras model, outermost model's layer first. */
export interface KerasPlace {
  /** The layer's name in the flat network: `tower.conv1`. */
  readonly node: string;
  readonly path: readonly KerasPlaceStep[];
}

/** A layer within its model. */
export interface KerasPlaceStep {
  readonly name: string;
  readonly className: string;
  /** What Keras calls its group in a weights file: the class in snake case, counted. */
  readonly group: string;
}

/** A Keras model as a document, its weights yet to be found. */
export interface KerasImport {
  readonly document: NetloomDocument;
  /** Layers that may own weights, in the order of the file. */
  readonly places: readonly KerasPlace[];
  readonly entries: readonly ImportEntry[];
  readonly warnings: readonly string[];
}

/** Width by height of the place that the layout fills. */
const ASPECT = 1.6;

/**
 * Converts a Keras model config to a document. Nothing in the config is run or loaded: classes are looked up by name in the registry
 * of layer types, anything else is carried.
 *
 * @param raw the parsed JSON of a Functional or Sequential model of Keras 2, Keras 3 or tfjs
 * @param listWeights tells the weights that the file holds for a layer, asked for those that are carried
 * @throws ImportError where the config is not a model that can be read
 */
export function importKerasConfig(
  raw: Json,
  listWeights: (path: readonly KerasPlaceStep[]) => WeightListing = () => [],
): KerasImport {
  const model = readModel(raw);
  const blocks: Record<string, DocumentBlock> = {};
  const places: KerasPlace[] = [];
  const entries: ImportEntry[] = [];
  const scope = new ScopeConverter({
    model,
    path: [],
    prefix: '',
    blocks,
    blockNames: new NameGiver(),
    places,
    entries,
    listWeights,
  }).convert();
  const warnings: string[] = [];
  if (model.hasAddedInput)
    warnings.push(
      'The Sequential model writes no input layer; one was added with the shape that the file tells.',
    );
  const nodes = Object.keys(scope.nodes);
  const document: NetloomDocument = {
    ...emptyDocument(new NameGiver().give(model.name)),
    nodes: scope.nodes,
    edges: scope.edges,
    ...(isPlainEnd(scope.outputs, scope.edges, nodes) ? {} : { outputs: scope.outputs }),
    ...(Object.keys(blocks).length > 0 ? { blocks } : {}),
    positions: tidyLayout({ nodes, edges: scope.edges, aspect: ASPECT }),
  };
  return { document, places, entries, warnings };
}

/** Whether the outputs are just the one node that no wire leaves, which goes without saying. */
function isPlainEnd(
  outputs: readonly string[],
  edges: readonly { readonly from: string }[],
  nodes: readonly string[],
): boolean {
  const feeding = new Set(edges.map(({ from }) => from));
  const ends = nodes.filter(name => !feeding.has(name));
  return outputs.length === 1 && ends.length === 1 && ends[0] === outputs[0];
}
