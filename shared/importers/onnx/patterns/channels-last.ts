import type { Json } from '../../../document/json.ts';
import { ACTIVATION_NAMES, isAlongLastAxis } from '../../../layers/arithmetic/activation-names.ts';
import type { DraftLayer, DraftPort } from '../draft.ts';
import { buildLayer } from '../emit-layer.ts';
import { setting } from './layer-setting.ts';

/** A layer with the channels behind the positions, in place of one with the channels in front of them. */
export interface TurnedLayer {
  readonly layer: DraftLayer;
  /** Gives its result as the file has it; dropped where nothing reads that. Null where the result is the same. */
  readonly back: DraftLayer | null;
}

/** Layers that do the same to every element, and take inputs of one form. */
const ELEMENTWISE: ReadonlySet<string> = new Set(
  'Activation ReLU LeakyReLU ELU Clip Unary Identity Dropout Add Subtract Multiply Average Maximum Minimum'.split(
    ' ',
  ),
);
/** Layers along the axis of the channels. */
const ALONG_CHANNELS: ReadonlySet<string> = new Set(
  'BatchNormalization GroupNormalization Concatenate'.split(' '),
);

const toFront = (rank: number) => [rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
const toBack = (rank: number) => [...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];

/**
 * Sees through the transpositions around layers that ONNX knows with the channels in front only: where a file brings the channels of an
 * input to the front, the layers behind are those of the order that the input has, and a transposition back is nothing.
 */
export class ChannelsLast {
  /** For what has the channels in front: the same with the channels behind. */
  private readonly twins = new Map<DraftLayer, DraftPort>();
  /** Whether the network itself has its channels in front. */
  private isChannelsFirst = false;

  /** What is, with the channels behind, what a layer gives; null where there is no such thing. */
  twinOf({ layer, port }: DraftPort): DraftPort | null {
    return port === 0 ? (this.twins.get(layer) ?? null) : null;
  }

  /** What a transposition leads back to; null for any other layer. */
  origin(layer: DraftLayer): DraftPort | null {
    const rank = layer.outputs[0]?.shape?.length ?? 0;
    const [input] = layer.inputs;
    const isBack = layer.type === 'Permute' && rank > 2 && isOrder(setting(layer, 'dims'), toBack(rank));
    return isBack && input ? this.twinOf(input) : null;
  }

  /** Whether a layer brings the channels to the front; it is known from then on. */
  isToFront(layer: DraftLayer): boolean {
    const rank = layer.outputs[0]?.shape?.length ?? 0;
    const [input] = layer.inputs;
    if (layer.type !== 'Permute' || rank < 3 || !input || !isOrder(setting(layer, 'dims'), toFront(rank)))
      return false;
    this.twins.set(layer, input);
    return true;
  }

  /**
   * The layer that does with the channels behind what a layer does with them in front.
   *
   * @param layer one whose inputs may all be had with the channels behind
   * @returns null where that is not so, or where the network has its channels in front anyway
   */
  turn(layer: DraftLayer): TurnedLayer | null {
    const changes = this.changesOf(layer);
    const isSpatial = changes !== null && 'data_format' in changes;
    const twins = layer.inputs.map(input => this.twinOf(input));
    const inputs = twins.filter(twin => twin !== null);
    if (
      !changes ||
      inputs.length === 0 ||
      inputs.length < twins.length ||
      (isSpatial && this.isChannelsFirst)
    ) {
      this.isChannelsFirst ||= isSpatial;
      return null;
    }
    const weights = Object.fromEntries(
      layer.weights.map(({ name, constant, permutation }) => [
        name,
        { constant, ...(permutation ? { permutation } : {}) },
      ]),
    );
    const built = buildLayer(layer.type, { ...layer.parameters, ...changes }, inputs, weights);
    if (typeof built === 'string') return null;
    const turned: DraftLayer = { ...layer, ...built, inputs };
    const rank = turned.outputs[0]?.shape?.length ?? 0;
    if (rank < 3) return { layer: turned, back: null };
    const port = { layer: turned, port: 0 };
    const order = buildLayer('Permute', { dims: toFront(rank) }, [port], {});
    if (typeof order === 'string') return null;
    const back: DraftLayer = {
      ...order,
      type: 'Permute',
      inputs: [port],
      weightsOf: null,
      wish: `${layer.wish}/channels_first`,
      scopes: layer.scopes,
    };
    this.twins.set(back, port);
    return { layer: turned, back };
  }

  /** The settings that say the same with the channels behind; null for a layer that cannot be turned. */
  private changesOf(layer: DraftLayer): Readonly<Record<string, Json>> | null {
    const { type } = layer;
    if (layer.parameters.data_format === 'channels_first') return { data_format: 'channels_last' };
    if (ALONG_CHANNELS.has(type)) return setting(layer, 'axis') === 1 ? { axis: -1 } : null;
    if (type === 'Softmax') return isOrder(setting(layer, 'axis'), [1]) ? { axis: [-1] } : null;
    // What reads the whole last axis would, with the channels behind, read another one.
    const activation = ACTIVATION_NAMES.find(name => name === setting(layer, 'activation'));
    if (activation && isAlongLastAxis(activation)) return null;
    const isScalar = type === 'Binary' && (layer.inputs.length === 2 || isSingle(setting(layer, 'value')));
    return ELEMENTWISE.has(type) || isScalar ? {} : null;
  }
}

function isOrder(value: unknown, order: readonly number[]): boolean {
  return Array.isArray(value) && value.join() === order.join();
}

function isSingle(value: unknown): boolean {
  return Array.isArray(value) && value.length === 1;
}
