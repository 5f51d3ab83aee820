import type * as tensorflow from '@tensorflow/tfjs';
import { BATCH, type Shape, type Value } from '../../shared/document/value.ts';
import type { BuiltContext, LayerType, WeightDescription } from '../../shared/layers/contract.ts';
import type {
  Forward,
  ForwardContext,
  NativeOperations,
  RandomSource,
  Tensor,
  Tf,
} from '../../shared/layers/tfjs-contract.ts';

type Kwargs = Parameters<tensorflow.layers.Layer['call']>[1];
type TfShape = (number | null)[];

/** What all own layers of a model ask at each call. */
export interface CallState {
  /** Random numbers of the present training step for a layer. */
  random(layer: string): RandomSource;
  /** What the engine has beyond TensorFlow.js. */
  readonly native: NativeOperations | null;
}

/** What an own layer is made of. */
export interface OwnLayerSpec {
  /** The node's name in the document. */
  readonly node: string;
  /** The name tfjs knows it by. */
  readonly tfName: string;
  readonly type: LayerType;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** What the inference knows of the node's wires: element types, and constants that shapes follow from. */
  readonly inputs: readonly Value[];
  /** The input ports whose masks stand behind the inputs. */
  readonly maskOf: readonly number[];
  readonly outputs: readonly Value[];
  readonly forward: Forward;
  readonly trainable: boolean;
  readonly state: CallState;
  /** Another own layer whose variables this one uses. */
  readonly owner?: OwnLayer;
}

/** A tfjs layer that computes by a layer type's own forward. */
export interface OwnLayer extends tensorflow.layers.Layer {
  /** Its variables by the names of their descriptions; filled when built. */
  readonly variables: ReadonlyMap<string, tensorflow.LayerVariable>;
}

/**
 * Makes the class of own layers for an engine: weights come from the declaration, the computation from its forward.
 * A frozen layer with moving statistics runs in its inference form, as in Keras.
 *
 * @param tf the engine
 */
export function ownLayerClass(tf: Tf): new (spec: OwnLayerSpec) => OwnLayer {
  return class extends tf.layers.Layer implements OwnLayer {
    static className = 'NetloomLayer';
    readonly variables = new Map<string, tensorflow.LayerVariable>();
    private readonly spec: OwnLayerSpec;
    private hasStatistics = false;

    constructor(spec: OwnLayerSpec) {
      super({ name: spec.tfName, trainable: spec.trainable });
      this.spec = spec;
    }

    override build(inputShape: TfShape | TfShape[]): void {
      const { owner, type } = this.spec;
      if (owner) {
        for (const [name, variable] of owner.variables) this.variables.set(name, variable);
        return;
      }
      const zeros = tf.initializers.zeros();
      for (const weight of type.weights?.(this.context(inputShape)) ?? []) {
        const variable = this.addWeight(
          weight.name,
          [...weight.shape],
          'float32',
          zeros,
          undefined,
          weight.trainable,
        );
        this.variables.set(weight.name, variable);
        if (!weight.trainable) this.hasStatistics = true;
      }
    }

    override computeOutputShape(inputShape: TfShape | TfShape[]): TfShape | TfShape[] {
      const shapes = this.context(inputShape).outputs.map(value => toTfShape(value.shape));
      return shapes.length === 1 && shapes[0] ? shapes[0] : shapes;
    }

    override call(inputs: Tensor | Tensor[], kwargs: Kwargs): Tensor | Tensor[] {
      return tf.tidy(() => {
        const { spec } = this;
        const weights: Record<string, Tensor> = {};
        for (const [name, variable] of this.variables) weights[name] = variable.read();
        const outputs = spec.forward(tf, {
          parameters: spec.parameters,
          ...this.split(Array.isArray(inputs) ? inputs : [inputs]),
          weights,
          training: Boolean(kwargs?.training) && (spec.trainable || !this.hasStatistics),
          random: spec.state.random(spec.node),
          ...(spec.state.native && { native: spec.state.native }),
          update: (weight, value) => this.variables.get(weight)?.write(value),
        });
        const [first] = outputs;
        return outputs.length === 1 && first ? first : [...outputs];
      });
    }

    override getConfig(): tensorflow.serialization.ConfigDict {
      return { name: this.name, trainable: this.trainable };
    }

    /** What comes in as inputs and, behind them, masks by the ports they belong to. */
    private split(all: readonly Tensor[]): Pick<ForwardContext, 'inputs' | 'masks'> {
      const { type, maskOf } = this.spec;
      if (type.inputs.max === 0) return { inputs: [] };
      if (maskOf.length === 0) return { inputs: all };
      const inputs = all.slice(0, all.length - maskOf.length);
      const masks: (Tensor | undefined)[] = [];
      for (const [i, port] of maskOf.entries()) masks[port] = all[inputs.length + i]?.toBool();
      return { inputs, masks };
    }

    private context(inputShape: TfShape | TfShape[]): BuiltContext<Readonly<Record<string, unknown>>> {
      const { type, node, parameters, inputs, outputs } = this.spec;
      const shapes = isShapeList(inputShape) ? inputShape : [inputShape];
      if (inputs.every((input, i) => sameTfShape(toTfShape(input.shape), shapes[i])))
        return { name: node, parameters, inputs, outputs };
      const context = { name: node, parameters, inputs: shapes.map(toValue) };
      return { ...context, outputs: type.infer(context) };
    }
  };
}

function isShapeList(shape: TfShape | TfShape[]): shape is TfShape[] {
  return Array.isArray(shape[0]);
}

function sameTfShape(a: TfShape, b: TfShape | undefined): boolean {
  return a.length === b?.length && a.every((extent, axis) => extent === b[axis]);
}

function toValue(shape: TfShape): Value {
  const [, ...rest] = shape;
  return { dtype: 'float32', shape: [BATCH, ...rest] };
}

/** tfjs writes every extent that is not a number as null. */
export function toTfShape(shape: Shape | null): TfShape {
  return (shape ?? [null]).map(dim => (typeof dim === 'number' ? dim : null));
}

/** The weights as {@link WeightDescription} of a layer in the order tfjs lists them: trainable first. */
export function tfWeightOrder(weights: readonly WeightDescription[]): readonly WeightDescription[] {
  return [...weights.filter(weight => weight.trainable), ...weights.filter(weight => !weight.trainable)];
}
