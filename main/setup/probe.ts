import { z } from 'zod';
import { runCommand } from './command.ts';
import { PATH_FINDER } from './load-with-addon.ts';
import { nvidiaGpu } from './nvidia.ts';
import type { SetupPlace } from './place.ts';
import { mendedBySetup } from './setup-error.ts';

const reportSchema = z.object({ version: z.string(), gpu: z.boolean(), product: z.array(z.number()) });

/** Loads the addon in a process of its own and multiplies two matrices; prints what it found as JSON. */
const SCRIPT = `
  const { createRequire } = require('node:module');
  const util = require('node:util');
  util.isNullOrUndefined ??= value => value === null || value === undefined;
  util.isArray ??= Array.isArray;
  const [, tfjsNode, addon] = process.argv;
  const requireThere = createRequire(tfjsNode + '/package.json');
  requireThere('${PATH_FINDER}').find = () => addon;
  const tf = requireThere(tfjsNode);
  const product = Array.from(tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]]).dataSync());
  const { binding } = tf.backend();
  console.log('PROBE' + JSON.stringify({ version: binding.TF_Version, gpu: binding.isUsingGpuDevice(), product }));
`;

/** What a library that computes says of itself. */
export interface ProbeReport {
  readonly version: string;
  readonly device: string;
}

/**
 * Tries the native library in a child process, so that even one that crashes harms nobody: loads the place's
 * package with its addon and computes (1 2; 3 4) (5 6; 7 8) = (19 22; 43 50).
 * @throws SetupError setup.verify-failed, setup.cancelled
 */
export async function probeTensorFlow(
  place: SetupPlace,
  environment: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<ProbeReport> {
  const { code, stdout, output } = await runCommand(
    process.execPath,
    ['-e', SCRIPT, place.tfjsNode, place.installedAddon],
    {
      signal,
      environment: {
        ...environment,
        TF_CPP_MIN_LOG_LEVEL: '3',
        ...(process.versions.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
      },
    },
  );
  const line = stdout.split('\n').find(candidate => candidate.startsWith('PROBE'));
  if (code === 0 && line !== undefined) {
    const report = reportSchema.parse(JSON.parse(line.slice('PROBE'.length)));
    if (report.product.join() === '19,22,43,50')
      return {
        version: report.version,
        device: report.gpu ? `${nvidiaGpu({ environment })?.name ?? 'GPU'} (CUDA)` : 'CPU',
      };
  }
  const reason =
    /Error: .*/.exec(output)?.[0] ?? (code === null ? 'the process crashed' : `it ended with status ${code}`);
  throw mendedBySetup(
    place,
    'setup.verify-failed',
    `TensorFlow is in place but does not compute: ${reason.slice(0, 300)}.`,
  );
}
