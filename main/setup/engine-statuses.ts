import { type EngineName, type EngineStatus, engineNameSchema } from '../../shared/contract/engines.ts';
import { forgetVerification } from './forget-verification.ts';
import { type Installation, inspect, isComplete } from './inspect.ts';
import { libraryWheel, TENSORFLOW_VERSION } from './library-wheel.ts';
import { nvidiaGpu } from './nvidia.ts';
import { type PlaceOptions, requireFrom, type SetupPlace, setupPlace } from './place.ts';
import { type ProbeReport, probeTensorFlow } from './probe.ts';
import { probeWebGpu } from './probe-webgpu.ts';
import { SetupError, withSetupHint } from './setup-error.ts';

/** What to look at, and how closely. */
export interface StatusOptions extends PlaceOptions {
  /** Also loads TensorFlow in a child process (half a second) instead of trusting the last time it was tried. */
  readonly probe?: boolean;
  /** Only these engines; all by default. */
  readonly only?: readonly EngineName[];
}

const STATUSES: Readonly<Record<EngineName, (options: StatusOptions) => Promise<EngineStatus>>> = {
  tensorflow: tensorflowStatus,
  webgpu: webGpuStatus,
  javascript: async options => javascriptStatus(options),
};

/**
 * Says for each engine whether it is ready, and how to mend one that is not; the best first. Takes milliseconds without `probe`, save
 * that WebGPU is tried in a process of its own once (a third of a second).
 */
export function engineStatuses(options: StatusOptions = {}): Promise<EngineStatus[]> {
  const names = options.only ?? engineNameSchema.options;
  return Promise.all(names.map(name => STATUSES[name](options)));
}

function status(
  part: Omit<EngineStatus, 'name' | 'device' | 'automatic' | 'canSetUp'> & Partial<EngineStatus>,
): EngineStatus {
  return { name: 'tensorflow', device: 'CPU', automatic: true, canSetUp: part.state !== 'ready', ...part };
}

async function tensorflowStatus(options: StatusOptions): Promise<EngineStatus> {
  if (libraryWheel(process.platform, process.arch) === null) {
    return status({
      state: 'missing',
      version: null,
      detail: `TensorFlow ${TENSORFLOW_VERSION} has no library for ${process.platform} on ${process.arch}.`,
      remedy: null,
      canSetUp: false,
    });
  }
  try {
    const place = setupPlace(options);
    const found = await inspect(place);
    if (!isComplete(found)) return incompleteStatus(place, found);
    if (options.probe) {
      const report = await probeTensorFlow(place).catch(async error => {
        await forgetVerification(place);
        throw error;
      });
      return readyStatus(place, report);
    }
    return readyStatus(place, found.verified);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const state = error.code === 'setup.verify-failed' ? 'damaged' : 'missing';
    const canSetUp = state === 'damaged';
    return status({ state, version: null, detail: error.sentence, remedy: error.remedy, canSetUp });
  }
}

function readyStatus({ build }: SetupPlace, { version, device }: ProbeReport): EngineStatus {
  const isIdle = build === 'cuda' && device === 'CPU';
  const gpu = nvidiaGpu();
  return status({
    state: 'ready',
    version,
    device,
    detail: isIdle
      ? `Native TensorFlow ${version} is ready in its build for CUDA, but it finds no CUDA device and computes on the CPU.`
      : build === 'cpu' && gpu !== null && libraryWheel(process.platform, process.arch, 'cuda') !== null
        ? `Native TensorFlow ${version} is ready on the CPU. This machine has the GPU ${gpu.name}: "netloom setup --cuda" gets the build that uses it.`
        : `Native TensorFlow ${version} is ready.`,
    remedy: null,
  });
}

function incompleteStatus(
  place: SetupPlace,
  { library, cudaLibraries, addon, links }: Installation,
): EngineStatus {
  const unfinished = (state: 'missing' | 'damaged', detail: string) =>
    status({
      state,
      version: null,
      detail: withSetupHint(detail, place),
      remedy: place.setupCommand,
    });
  const parts = [
    ['The TensorFlow library in the cache', library],
    ["NVIDIA's libraries in the cache", cudaLibraries],
    ['The addon in the cache', addon],
    [place.home === place.tfjsNode ? 'The package @tensorflow/tfjs-node' : 'The installation', links],
  ] as const;
  for (const [name, part] of parts) {
    if (part.state !== 'damaged') continue;
    return unfinished('damaged', `${name} is damaged: ${part.what}.`);
  }
  let detail = 'Native TensorFlow is not set up.';
  if (library.state === 'ready' && (addon.state === 'ready' || place.carriedAddon !== null)) {
    detail =
      links.state === 'ready' && addon.state === 'ready'
        ? 'Native TensorFlow is in place but has not been tried, or failed when it was loaded.'
        : 'Native TensorFlow is in the cache and only has to be put into place, which takes seconds.';
  } else if (library.state === 'ready') {
    detail = 'The TensorFlow library is in the cache; its link to this version of Node is not built.';
  }
  return unfinished('missing', detail);
}

async function webGpuStatus(options: StatusOptions): Promise<EngineStatus> {
  const found = await probeWebGpu({ ...options, anew: options.probe ?? false });
  if (found.state !== 'ready') return { name: 'webgpu', device: 'none', automatic: false, ...found };
  const { state, version, device, isSoftware } = found;
  const detail = isSoftware
    ? `WebGPU computes on ${device}: a program, not a GPU, and many times slower than native TensorFlow. It is used only when asked for.`
    : `WebGPU computes on ${device}.`;
  return {
    name: 'webgpu',
    state,
    version,
    device,
    automatic: !isSoftware,
    detail,
    remedy: null,
    canSetUp: false,
  };
}

function javascriptStatus(options: StatusOptions): EngineStatus {
  const common = {
    name: 'javascript',
    device: 'CPU (one thread)',
    automatic: true,
    canSetUp: false,
  } as const;
  try {
    const description: unknown = requireFrom(options.packageDirectory)('@tensorflow/tfjs/package.json');
    const version =
      typeof description === 'object' && description !== null && 'version' in description
        ? String(description.version)
        : null;
    const detail = 'Plain JavaScript: always there, and many times slower than native TensorFlow.';
    return { ...common, state: 'ready', version, detail, remedy: null };
  } catch {
    const detail = 'The package @tensorflow/tfjs is not installed.';
    return { ...common, state: 'missing', version: null, detail, remedy: 'npm ci' };
  }
}
