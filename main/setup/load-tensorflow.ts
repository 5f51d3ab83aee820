import { existsSync } from 'node:fs';
import type { EngineName } from '../../shared/contract/engines.ts';
import { forgetVerification } from './forget-verification.ts';
import { inspect } from './inspect.ts';
import { loadWithAddon } from './load-with-addon.ts';
import { type PlaceOptions, requireFrom, type SetupPlace, setupPlace } from './place.ts';
import { restoreRemovedUtil } from './removed-util.ts';
import { mendedBySetup, SetupError } from './setup-error.ts';

/** tfjs with the native backend; the same module object that `loadJavaScriptEngine` gives, with more in it. */
export type TensorFlow = typeof import('@tensorflow/tfjs-node');
/** tfjs without native parts. */
export type JavaScriptEngine = typeof import('@tensorflow/tfjs');

let loaded: EngineName | null = null;

/** A process uses one engine: the other would silently switch the backend under the tensors of the first. */
function claim(engine: EngineName): void {
  if (loaded !== null && loaded !== engine) {
    throw new SetupError(
      'engine.other-loaded',
      `This process already computes on the ${loaded} engine and cannot change to ${engine}; a run on another engine needs a process of its own.`,
    );
  }
  loaded = engine;
}

/**
 * Loads native TensorFlow into this process. Packages are found by `require`, whose copies of tfjs are one and the same
 * for all callers: code that computes takes `tf` from here and imports from tfjs only types.
 * @returns the package @tensorflow/tfjs-node, its backend `tensorflow` chosen
 * @throws SetupError engine.not-ready with the remedy, engine.other-loaded, setup.no-package
 */
export async function loadTensorFlow(options: PlaceOptions = {}): Promise<TensorFlow> {
  const place = setupPlace(options);
  claim('tensorflow');
  try {
    // tfjs-node looks for its addon only after it has registered all kernels, which cannot be done twice.
    if (!existsSync(place.installedAddon)) throw new Error('it is not set up.');
    await refuseDamage(place);
    restoreRemovedUtil();
    // Warnings and errors only; `isTensorFlowNoise` knows the lines that TensorFlow writes before it reads this.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    // Two runs, and the system's windows, share the GPU: memory is taken as it is needed.
    if (place.build === 'cuda') process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
    const tf: TensorFlow = loadWithAddon(place);
    await tf.ready();
    return tf;
  } catch (cause) {
    loaded = null;
    throw await notReady(place, cause);
  }
}

/** A library that was cut short, or an addon with other bytes, ends the process when it is loaded, without a word. */
async function refuseDamage(place: SetupPlace): Promise<void> {
  const { library, cudaLibraries, addon, links } = await inspect(place);
  for (const part of [library, cudaLibraries, addon, links])
    if (part.state === 'damaged') throw new Error(`it is damaged: ${part.what}.`);
}

async function notReady(place: SetupPlace, cause: unknown): Promise<SetupError> {
  const { links } = await inspect(place);
  // In place and yet not loadable: the next set-up must not take it for good.
  if (links.state === 'ready') await forgetVerification(place);
  const reason = (cause instanceof Error ? cause.message : String(cause)).trim().split('\n')[0] ?? '';
  const sentence = `Native TensorFlow could not be loaded: ${reason.replace(/\.$/, '')}.`;
  return mendedBySetup(place, 'engine.not-ready', sentence, {
    cause,
  });
}

/**
 * Loads tfjs with its own backend in plain JavaScript, without the advertisement that it prints in Node.
 * @returns the package @tensorflow/tfjs, its backend `cpu` chosen
 * @throws SetupError engine.not-ready when the package is not installed, engine.other-loaded
 */
export async function loadJavaScriptEngine(options: PlaceOptions = {}): Promise<JavaScriptEngine> {
  claim('javascript');
  try {
    restoreRemovedUtil();
    const tf: JavaScriptEngine = requireFrom(options.packageDirectory)('@tensorflow/tfjs');
    await tf.setBackend('cpu');
    await tf.ready();
    withoutWarnings(() => tf.scalar(0).dispose());
    return tf;
  } catch (cause) {
    loaded = null;
    throw new SetupError('engine.not-ready', 'The package @tensorflow/tfjs could not be loaded.', 'npm ci', {
      cause,
    });
  }
}

/** Runs the backend's first use, at which it warns that it is slow; Netloom says that itself. */
function withoutWarnings(firstUse: () => void): void {
  const { warn } = console;
  console.warn = () => {};
  try {
    firstUse();
  } finally {
    console.warn = warn;
  }
}
