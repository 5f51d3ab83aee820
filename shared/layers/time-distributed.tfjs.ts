import { openLayer } from './arithmetic/inner-layer.ts';
import { timeSteps } from './arithmetic/recurrent.tfjs.ts';
import { soleInput } from './arithmetic/sole-input.tfjs.ts';
import type { LayerType, ParametersOf } from './contract.ts';
import { PLAIN_FORWARDS } from './plain-forwards.generated.ts';
import { PLAIN_LAYER_DECLARATIONS } from './plain-layers.generated.ts';
import type { Forward, ForwardContext, Tensor, Tf } from './tfjs-contract.ts';
import type timeDistributed from './time-distributed.ts';

type P = ParametersOf<typeof timeDistributed>;

/** All steps at once as samples of their own; one after the other where a step changes the statistics that the next one reads. */
export const forward: Forward<P> = (tf, context) => {
  const x = soleInput(context.inputs);
  const { type } = context.parameters.layer;
  const { layer, parameters } = openLayer(
    PLAIN_LAYER_DECLARATIONS as readonly LayerType[],
    context.parameters.layer,
  );
  const inner = PLAIN_FORWARDS.get(type);
  if (!inner) throw new Error(`The layer type ${type} has no forward computation.`);
  const isOrdered = context.training && layer.traits.hasTrainingMode && !layer.traits.isRandom;
  if (isOrdered) return stepByStep(tf, { ...context, parameters }, inner, x);
  const [batch = 1, time = 1, ...rest] = x.shape;
  const rows = tf.reshape(x, [batch * time, ...rest]);
  return inner(tf, { ...context, parameters, inputs: [rows] }).map(result =>
    tf.reshape(result, [batch, time, ...result.shape.slice(1)]),
  );
};

/** As Keras: each step is normalized on its own, and the moving statistics follow step after step. */
function stepByStep(tf: Tf, context: ForwardContext, inner: Forward, x: Tensor): readonly Tensor[] {
  const weights = { ...context.weights };
  const changed = new Set<string>();
  const steps = timeSteps(tf, x).map(step =>
    inner(tf, {
      ...context,
      inputs: [step],
      weights: { ...weights },
      update(weight, value) {
        weights[weight] = value;
        changed.add(weight);
      },
    }),
  );
  for (const weight of changed) {
    const value = weights[weight];
    if (value) context.update(weight, value);
  }
  return (steps[0] ?? []).map((_, port) =>
    tf.stack(
      steps.flatMap(outputs => outputs[port] ?? []),
      1,
    ),
  );
}
