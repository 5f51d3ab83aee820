import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { copiedPackage } from './copied-package.test-support.ts';
import { inspect, isComplete } from './inspect.ts';
import { netloomDirectory, setupPlace } from './place.ts';

// A fresh copy of the module stands for a fresh process: it has not claimed an engine yet.
beforeEach(() => vi.resetModules());
afterEach(() => vi.restoreAllMocks());
const fresh = () => import('./load-tensorflow.ts');

test('the JavaScript engine computes on its cpu backend and prints nothing', async () => {
  const warn = vi.spyOn(console, 'warn');
  const { loadJavaScriptEngine } = await fresh();
  const tf = await loadJavaScriptEngine();
  expect(tf.getBackend()).toBe('cpu');
  // (1 2) (3 4)' = 3 + 8
  expect(Array.from(tf.matMul([[1, 2]], [[3], [4]]).dataSync())).toEqual([11]);
  expect(warn).not.toHaveBeenCalled();
});

test('a package without its addon is refused with the command that mends it', async () => {
  const { directory, remove } = copiedPackage();
  try {
    const { loadTensorFlow } = await fresh();
    await expect(loadTensorFlow({ packageDirectory: directory })).rejects.toMatchObject({
      code: 'engine.not-ready',
      remedy: 'npx netloom setup',
    });
  } finally {
    remove();
  }
});

const ready = isComplete(await inspect(setupPlace({ packageDirectory: netloomDirectory() })));

describe.skipIf(!ready)('native TensorFlow (not run where it is not set up: npx netloom setup)', () => {
  test('computes on its tensorflow backend, shares one tfjs with all callers, and keeps the other engine out', async () => {
    const { loadTensorFlow, loadJavaScriptEngine } = await fresh();
    const tf = await loadTensorFlow();
    expect(tf.getBackend()).toBe('tensorflow');
    // A 2 x 2 image 1..4 under a kernel of ones: 1 + 2 + 3 + 4
    const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    expect(Array.from(tf.conv2d(image, tf.ones([2, 2, 1, 1]), 1, 'valid').dataSync())).toEqual([10]);
    // `Array.isArray` and `isNullOrUndefined` of Node's util stand behind these two.
    expect(Array.from(tf.topk([3, 1, 2], 2).indices.dataSync())).toEqual([0, 2]);
    const imported = await import('@tensorflow/tfjs');
    expect(imported.engine()).toBe(tf.engine());
    await expect(loadJavaScriptEngine()).rejects.toMatchObject({ code: 'engine.other-loaded' });
    expect(await loadTensorFlow()).toBe(tf);
  });
});
