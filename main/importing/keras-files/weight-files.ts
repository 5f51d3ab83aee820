import type { KerasPlaceStep } from '../../../shared/importers/keras/import-keras-config.ts';
import type { OfferedTensor } from '../../../shared/importers/keras/match-weights.ts';
import type { StoredGroup } from './hdf5-file.ts';
import type { StoredTensor } from './stored-tensor.ts';

/** A tensor of a file with what it tells about its place in the layer. */
export interface LayerTensor extends OfferedTensor {
  /** A name that no other tensor of the layer has. */
  readonly key: string;
  readonly tensor: StoredTensor;
}

/** The weights of a model file, found layer by layer. */
export interface WeightFile {
  /**
   * What the file holds for a layer, in its order.
   *
   * @param path the layer and the models around it, outermost first
   */
  tensorsOf(path: readonly KerasPlaceStep[]): readonly LayerTensor[];
  /** Number of weight tensors in all. */
  readonly count: number;
}

/** Where Keras 3 and Keras 2.13 to 2.15 put the layers of a model. */
const LAYER_CONTAINERS = ['layers', '_layer_checkpoint_dependencies'];
/** The group in which the variables of an object are numbered. */
const VARIABLES = 'vars';
/** State of random generators, which is no weight. */
const NO_WEIGHTS = /(^|_)seed_generator(_\d+)?$/;

/**
 * The weights file inside a .keras file: `layers/GROUP/vars/0`, parts of a layer in groups of their own.
 * Source: keras/src/saving/saving_lib.py, _save_state and _save_container_state.
 *
 * @param root the file's root
 */
export function kerasWeights(root: StoredGroup): WeightFile {
  const layersOf = new Map<StoredGroup, LayerGroups>();
  const find = (path: readonly KerasPlaceStep[]): StoredGroup | null => {
    let group: StoredGroup | null = root;
    for (const step of path) {
      if (!group) return null;
      let layers = layersOf.get(group);
      if (!layers) {
        layers = layerGroups(group);
        layersOf.set(group, layers);
      }
      group = layers.byName.get(step.name) ?? layers.byGroup.get(step.group) ?? null;
    }
    return group;
  };
  return {
    tensorsOf(path) {
      const group = find(path);
      return group ? numberedTensors(group, [], '') : [];
    },
    count: countTensors(root),
  };
}

/** The layers of a model: by the name that each bears, and those that bear none by the name that Keras gives the group. */
interface LayerGroups {
  readonly byName: ReadonlyMap<string, StoredGroup>;
  readonly byGroup: ReadonlyMap<string, StoredGroup>;
}

function layerGroups(model: StoredGroup): LayerGroups {
  const byName = new Map<string, StoredGroup>();
  const byGroup = new Map<string, StoredGroup>();
  for (const container of LAYER_CONTAINERS)
    for (const [key, group] of model.groups.get(container)?.groups ?? []) {
      const name = nameOf(group);
      if (name === null) byGroup.set(key, group);
      else byName.set(name, group);
    }
  return { byName, byGroup };
}

function nameOf(group: StoredGroup): string | null {
  const name = group.groups.get(VARIABLES)?.attribute('name');
  return typeof name === 'string' ? name : null;
}

function numberedTensors(
  group: StoredGroup,
  parts: readonly (readonly string[])[],
  path: string,
): readonly LayerTensor[] {
  const found: LayerTensor[] = [];
  const variables = group.groups.get(VARIABLES);
  const numbered = [...(variables?.tensors ?? [])].sort(([a], [b]) => Number(a) - Number(b));
  for (const [index, tensor] of numbered)
    found.push({ key: `${path}${index}`, parts, name: null, shape: tensor.shape, tensor });
  for (const [segment, inner] of group.groups) {
    if (segment === VARIABLES || NO_WEIGHTS.test(segment)) continue;
    const own = nameOf(inner);
    const names = own === null ? [segment] : [segment, own];
    found.push(...numberedTensors(inner, [...parts, names], `${path}${segment}/`));
  }
  return found;
}

function countTensors(group: StoredGroup): number {
  let count = group.tensors.size;
  for (const [name, inner] of group.groups)
    if (name !== 'optimizer' && !NO_WEIGHTS.test(name)) count += countTensors(inner);
  return count;
}

/**
 * The weights of an .h5 file: a group per outermost layer that lists its weights by name, also those of models inside.
 * Source: keras/src/legacy/saving/legacy_h5_format.py.
 *
 * @param root the group with the layers: the file's root or its `model_weights`
 */
export function legacyWeights(root: StoredGroup): WeightFile {
  const listed = root.attribute('layer_names');
  const layers = new Map<string, readonly StoredTensor[]>();
  for (const name of texts(root, 'layer_names') ?? [...root.groups.keys()]) {
    const group = groupAt(root, name);
    if (!group) continue;
    const names = texts(group, 'weight_names');
    layers.set(name, names ? names.flatMap(path => tensorAt(group, path) ?? []) : allTensors(group));
  }
  const prefixes = new Map([...layers.keys()].map(name => [name, `${name}/`]));
  return {
    tensorsOf(path) {
      const outer = path[0]?.name ?? '';
      const prefix = `${rootPath(root)}${prefixes.get(outer) ?? ''}`;
      const tensors = (layers.get(outer) ?? []).map(tensor => ({
        name: tensor.path.startsWith(prefix) ? tensor.path.slice(prefix.length) : tensor.path,
        tensor,
      }));
      return namedTensors(tensors, path, true);
    },
    count: listed === null ? 0 : [...layers.values()].reduce((sum, tensors) => sum + tensors.length, 0),
  };
}

/** What stands before the paths of a group's tensors, told by one of them. */
function rootPath(root: StoredGroup): string {
  const [first] = allTensors(root);
  return first?.path.startsWith('model_weights/') ? 'model_weights/' : '';
}

/** A list of texts; long lists are split into `NAME0`, `NAME1`, ... because an attribute holds 64 KB. */
function texts(group: StoredGroup, name: string): readonly string[] | null {
  const whole = group.attribute(name);
  if (whole !== null) return typeof whole === 'string' ? [whole] : whole;
  const pieces: string[] = [];
  for (let i = 0; ; i++) {
    const piece = group.attribute(`${name}${i}`);
    if (piece === null) return i === 0 ? null : pieces;
    pieces.push(...(typeof piece === 'string' ? [piece] : piece));
  }
}

function groupAt(root: StoredGroup, path: string): StoredGroup | null {
  let group: StoredGroup | undefined = root;
  for (const segment of path.split('/')) group = group?.groups.get(segment);
  return group ?? null;
}

function tensorAt(root: StoredGroup, path: string): StoredTensor | null {
  const segments = path.split('/');
  const last = segments.pop() ?? '';
  const group = segments.length === 0 ? root : groupAt(root, segments.join('/'));
  return group?.tensors.get(last) ?? null;
}

function allTensors(group: StoredGroup): readonly StoredTensor[] {
  return [...group.tensors.values(), ...[...group.groups.values()].flatMap(allTensors)];
}

/**
 * Those of some named tensors that belong to a layer: the names hold the layer's, and as many of the models' around it as the file tells.
 *
 * @param tensors by names like `tower/conv1/kernel:0`
 * @param path the layer and the models around it
 * @param isOfOutermost whether they all belong to the outermost layer of the path; they may then be named after an older name of it
 */
export function namedTensors(
  tensors: readonly { readonly name: string; readonly tensor: StoredTensor }[],
  path: readonly KerasPlaceStep[],
  isOfOutermost: boolean,
): readonly LayerTensor[] {
  const holds = (name: string, layer: string) => `/${name}`.includes(`/${layer}/`);
  let left = tensors;
  for (const [i, { name: layer }] of path.entries()) {
    const inside = left.filter(({ name }) => holds(name, layer));
    const isOwn = i === path.length - 1;
    if (inside.length > 0 || (isOwn && !(isOfOutermost && i === 0))) left = inside;
  }
  const own = path.at(-1)?.name ?? '';
  return left.map(({ name, tensor }) => {
    const plain = name.replace(/:\d+$/, '');
    const at = `/${plain}`.lastIndexOf(`/${own}/`);
    const rest = (at < 0 ? plain : plain.slice(at + own.length + 1)).split('/');
    return {
      key: rest.join('/'),
      parts: rest.slice(0, -1).map(part => [part]),
      name: rest.at(-1) ?? null,
      shape: tensor.shape,
      tensor,
    };
  });
}
