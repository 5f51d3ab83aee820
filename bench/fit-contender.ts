import type * as tensorflow from '@tensorflow/tfjs';
import { loadTensorFlow } from '../main/setup/load-tensorflow.ts';
import { serveContender } from './contender.ts';
import { BATCH_SIZE, CLASSES, randomData, SAMPLES, type TaskLayer, trainingTask } from './training-task.ts';

type Layer = tensorflow.layers.Layer;
type LayerMaker = (settings: Readonly<Record<string, unknown>>) => Layer;

const tf = await loadTensorFlow();

const camelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** tfjs's layer for Keras's: `Conv2D` is `tf.layers.conv2d`, `LSTM` is `tf.layers.lstm`, `kernel_size` is `kernelSize`. */
function layerOf({ name, type, parameters }: TaskLayer): Layer {
  const isAbbreviation = type === type.toUpperCase();
  const method = isAbbreviation
    ? type.toLowerCase()
    : type.charAt(0).toLowerCase() + type.slice(1).replace(/D$/, 'd');
  const makers = tf.layers as unknown as Readonly<Record<string, LayerMaker>>;
  const settings = Object.entries(parameters).map(([key, value]) => [camelCase(key), value]);
  const made = makers[method]?.({ name, ...Object.fromEntries(settings) });
  if (!made) throw new Error(`tfjs has no layer ${method}.`);
  return made;
}

/** tfjs-node's own `fit`, on the same library. */
await serveContender(async network => {
  const task = trainingTask(network);
  const input = tf.input({ shape: [...task.inputShape] });
  const tensors = new Map<string, tensorflow.SymbolicTensor>([['input', input]]);
  let last = input;
  for (const layer of task.layers) {
    const feeds = layer.inputs.map(name => tensors.get(name) ?? input);
    last = layerOf(layer).apply(
      feeds.length === 1 ? (feeds[0] ?? input) : feeds,
    ) as tensorflow.SymbolicTensor;
    tensors.set(layer.name, last);
  }
  const model = tf.model({ inputs: input, outputs: last });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const data = randomData(task);
  const inputs = tf.tensor(data.inputs, [SAMPLES, ...task.inputShape]);
  const targets = tf.tensor(data.targets, [SAMPLES, CLASSES]);
  return () => model.fit(inputs, targets, { epochs: 1, batchSize: BATCH_SIZE, shuffle: true, verbose: 0 });
});
