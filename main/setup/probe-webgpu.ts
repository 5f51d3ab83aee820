import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { describeAdapter } from '../engines/webgpu/adapter.ts';
import { runCommand } from './command.ts';
import { NODE_VERSION, nodeWheel } from './node-wheel.ts';
import { isInArchive, netloomDirectory, type PlaceOptions, requireFrom } from './place.ts';
import { type PlainNodeOptions, plainNode } from './plain-node.ts';
import { systemInstall } from './tools.ts';

/** What is known of WebGPU on this machine: an adapter, or the reason why there is none and the command that may mend it. */
export type WebGpuProbe =
  | {
      readonly state: 'ready';
      readonly version: string;
      readonly device: string;
      readonly isSoftware: boolean;
    }
  | {
      readonly state: 'missing' | 'damaged';
      readonly version: string | null;
      readonly detail: string;
      readonly remedy: string | null;
      /** Whether a set-up mends it. */
      readonly canSetUp: boolean;
    };

const infoSchema = z.object({
  vendor: z.string(),
  architecture: z.string(),
  device: z.string(),
  description: z.string(),
  isFallbackAdapter: z.boolean().optional(),
});

/** Asks Dawn for an adapter and a device; prints what it found as JSON. */
const SCRIPT = `
  const [, program] = process.argv;
  import(program).then(async ({ create, globals }) => {
    Object.assign(globalThis, globals);
    const gpu = create([]);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    const info = adapter?.info ?? null;
    if (adapter) (await adapter.requestDevice()).destroy();
    console.log('PROBE' + JSON.stringify(info && {
      vendor: info.vendor, architecture: info.architecture, device: info.device,
      description: info.description, isFallbackAdapter: info.isFallbackAdapter,
    }));
    process.exit(0);
  });
`;

const INSTALL = 'npm ci --include=optional';
/** Long enough for a slow disk: Dawn is 20 MB. */
const PATIENCE = 10_000;

let known: Promise<WebGpuProbe> | null = null;

/**
 * Looks for a GPU by WebGPU in a process of its own, since a graphics driver may crash. The answer is kept while this process lives.
 *
 * @param options where the packages are; `anew` looks again
 */
export function probeWebGpu(
  options: PlaceOptions & PlainNodeOptions & { readonly anew?: boolean } = {},
): Promise<WebGpuProbe> {
  if (options.anew || known === null) known = look(options);
  return known;
}

async function look(options: PlaceOptions & PlainNodeOptions): Promise<WebGpuProbe> {
  const node = await plainNode(options);
  if (node === null) return withoutNode();
  const load = requireFrom(options.packageDirectory);
  let program: string;
  let version: string;
  try {
    program = load.resolve('webgpu');
    version = `Dawn ${z.object({ version: z.string() }).parse(load('webgpu/package.json')).version}`;
  } catch {
    const lacking = installedAnew('The package webgpu, which is optional, is not installed.', options);
    return { state: 'missing', version: null, canSetUp: false, ...lacking };
  }
  const { code, stdout, output } = await runCommand(node.path, ['-e', SCRIPT, pathToFileURL(program).href], {
    environment: options.environment,
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: unknown) => ({ code: null, stdout: '', output: String(error) }));
  const line = stdout.split('\n').find(candidate => candidate.startsWith('PROBE'));
  if (code !== 0 || line === undefined) return failed(version, output, options);
  const info = infoSchema.nullable().parse(JSON.parse(line.slice('PROBE'.length)));
  if (info === null) return withoutAdapter(version, output);
  return { state: 'ready', version, ...describeAdapter(info) };
}

function withoutNode(): WebGpuProbe {
  const wheel = nodeWheel(process.platform, process.arch);
  const remedy = wheel
    ? `Its set-up fetches Node ${NODE_VERSION}, about 60\u00a0MB.`
    : 'Install Node 20.19 or newer.';
  const detail = `WebGPU needs a plain Node beside this app, and none was found. ${remedy}`;
  return { state: 'missing', version: null, detail, remedy: null, canSetUp: wheel !== null };
}

/** What an installation of the packages mends: by npm in a checkout, with the whole app where it is packaged. */
function installedAnew(
  detail: string,
  { packageDirectory = netloomDirectory() }: PlaceOptions,
): { readonly detail: string; readonly remedy: string | null } {
  return isInArchive(packageDirectory)
    ? { detail: `${detail} Install Netloom again to mend it.`, remedy: null }
    : { detail, remedy: INSTALL };
}

function failed(version: string, output: string, options: PlaceOptions): WebGpuProbe {
  const common = { state: 'damaged', version, canSetUp: false } as const;
  if (/Cannot find module|ERR_DLOPEN_FAILED|invalid ELF header|file too short|wrong ELF class/.test(output)) {
    const sentence =
      "WebGPU's library cannot be loaded; the package webgpu is damaged or not made for this system.";
    return { ...common, ...installedAnew(sentence, options) };
  }
  const reason = /(?:Error|error): (.*)/.exec(output)?.[1];
  const detail = `WebGPU could not be tried${reason ? `: ${reason.slice(0, 200)}` : ': its process crashed'}.`;
  return { ...common, detail, remedy: null };
}

function withoutAdapter(version: string, output: string): WebGpuProbe {
  const common = { state: 'missing', version, canSetUp: false } as const;
  if (/libvulkan\.so\.1/.test(output))
    return {
      ...common,
      detail: 'WebGPU finds no graphics adapter: the Vulkan loader, through which it asks, is not installed.',
      remedy: systemInstall('vulkan'),
    };
  const software = SWIFTSHADER.find(existsSync);
  const detail =
    'WebGPU finds no graphics adapter: there is no GPU with a driver for Vulkan, Metal or Direct3D 12.' +
    (software ? ` A slow one in software is there: set VK_ICD_FILENAMES=${software}.` : '');
  return { ...common, detail, remedy: null };
}

/** Where Debian's chromium and other browsers keep an adapter in software. */
export const SWIFTSHADER = [
  '/usr/lib/chromium/vk_swiftshader_icd.json',
  '/usr/lib/chromium-browser/vk_swiftshader_icd.json',
  '/opt/google/chrome/vk_swiftshader_icd.json',
];
