import type { Command } from 'commander';
import { engineStatuses } from '../../../main/setup/engine-statuses.ts';
import type { TensorFlowBuild } from '../../../main/setup/library-wheel.ts';
import { runSetup } from '../../../main/setup/run-setup.ts';
import { setUpWebGpu } from '../../../main/setup/set-up-webgpu.ts';
import { formatBytes } from '../../../shared/analysis/summary.ts';
import type { EngineStatus, SetupProgress } from '../../../shared/contract/engines.ts';
import { choiceOption } from '../arguments.ts';
import { CommandError, errorCode } from '../command-error.ts';
import { endProgress, log, progressLine, writeJsonLine, writeResult } from '../output.ts';
import { abortOnSignals } from '../signals.ts';

/** `netloom engines` and `netloom setup`. */
export function registerEngines(program: Command): void {
  program
    .command('engines')
    .description('tell which engines are ready and how to get the others')
    .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'))
    .action(async (options: { format: string }) => {
      const statuses = await engineStatuses();
      if (options.format === 'json') writeJsonLine(statuses);
      else for (const status of statuses) writeResult(statusLine(status));
    });
  program
    .command('setup')
    .description('fetch, build and check native TensorFlow, or WebGPU; nothing to do when it is there')
    .option('--check', 'only tell what is there; exit 1 when an engine is missing')
    .option(
      '--cuda',
      'the build for NVIDIA GPUs (default where there is one): about 3 GB more to fetch, 9 GB of disk',
    )
    .option('--webgpu', 'WebGPU instead, on a GPU of any maker: tells what it computes on, or what it lacks')
    .option('--cpu', 'the build for the processor, even where there is a GPU')
    .option('--for-tests', 'go on with exit 0 where native TensorFlow cannot be had, saying why')
    .action(async (options: SetupOptions) => {
      const named = (['cuda', 'cpu', 'webgpu'] as const).filter(name => options[name]);
      if (named.length > 1)
        throw new CommandError(
          'setup.usage',
          `Choose one of --cuda, --cpu and --webgpu; got ${named.map(name => `--${name}`).join(' and ')}.`,
          2,
        );
      if (options.check) {
        const statuses = await engineStatuses({ probe: true });
        for (const status of statuses) writeResult(statusLine(status));
        // WebGPU needs a graphics adapter, which no set-up brings.
        if (statuses.some(({ name, state }) => name !== 'webgpu' && state !== 'ready')) process.exitCode = 1;
        return;
      }
      const [name] = named;
      await setUp(options.forTests ?? false, name);
    });
}

/** The switches of `netloom setup`. */
interface SetupOptions {
  readonly check?: boolean;
  readonly cuda?: boolean;
  readonly cpu?: boolean;
  readonly webgpu?: boolean;
  readonly forTests?: boolean;
}

async function setUp(tolerant: boolean, what: TensorFlowBuild | 'webgpu' | undefined): Promise<void> {
  const signals = abortOnSignals();
  let title = '';
  try {
    const onProgress = (progress: SetupProgress) => {
      if (!process.stderr.isTTY && progress.title !== title)
        log(`${progress.step}/${progress.steps} ${progress.title}`);
      title = progress.title;
      progressLine(progressText(progress));
    };
    const { signal } = signals;
    const result =
      what === 'webgpu'
        ? await setUpWebGpu({ signal, onProgress })
        : await runSetup({ signal, onProgress, ...(what && { build: what }) });
    endProgress();
    log(
      `${what === 'webgpu' ? 'WebGPU by' : 'TensorFlow'} ${result.version} (${result.device}) is ready${result.done.length === 0 ? '' : `, after ${(result.milliseconds / 1000).toFixed(1)} s`}.`,
    );
  } catch (error) {
    endProgress();
    if (!tolerant || signals.signal.aborted) throw error;
    log(
      `Native TensorFlow is not available [${errorCode(error)}]: ${error instanceof Error ? error.message : error}`,
    );
    log('Its test suites are reported as not run; the javascript engine is used.');
  } finally {
    signals.release();
  }
}

function statusLine(status: EngineStatus): string {
  const remedy = status.remedy ? ` Run: ${status.remedy}` : '';
  return `${status.name.padEnd(11)} ${status.state.padEnd(8)} ${(status.version ?? '-').padEnd(8)} ${status.device.padEnd(5)} ${status.detail}${remedy}\n`;
}

function progressText(progress: SetupProgress): string {
  const share =
    progress.fraction === null
      ? ''
      : ` ${'#'.repeat(Math.round(progress.fraction * 20)).padEnd(20, '.')} ${Math.round(progress.fraction * 100)} %`;
  const bytes =
    progress.bytesDone === undefined
      ? ''
      : ` ${formatBytes(progress.bytesDone)}${progress.bytesTotal ? ` of ${formatBytes(progress.bytesTotal)}` : ''}`;
  const rate = progress.bytesPerSecond ? ` ${formatBytes(progress.bytesPerSecond)}/s` : '';
  return `${progress.step}/${progress.steps} ${progress.title}${share}${bytes}${rate}`;
}
