import type { Command } from 'commander';
import { engineStatuses } from '../../../main/setup/engine-statuses.ts';
import type { TensorFlowBuild } from '../../../main/setup/library-wheel.ts';
import { runSetup } from '../../../main/setup/run-setup.ts';
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
    .description('fetch, build and check native TensorFlow; nothing to do when it is there')
    .option('--check', 'only tell what is there; exit 1 when an engine is missing')
    .option(
      '--cuda',
      'the build for NVIDIA GPUs (default where there is one): about 3 GB more to fetch, 9 GB of disk',
    )
    .option('--cpu', 'the build for the processor, even where there is a GPU')
    .option('--for-tests', 'go on with exit 0 where native TensorFlow cannot be had, saying why')
    .action(async (options: { check?: boolean; cuda?: boolean; cpu?: boolean; forTests?: boolean }) => {
      if (options.cuda && options.cpu)
        throw new CommandError('setup.usage', 'Choose one of --cuda and --cpu; got both.', 2);
      if (options.check) {
        const statuses = await engineStatuses({ probe: true });
        for (const status of statuses) writeResult(statusLine(status));
        // WebGPU needs a graphics adapter, which no set-up brings.
        if (statuses.some(({ name, state }) => name !== 'webgpu' && state !== 'ready')) process.exitCode = 1;
        return;
      }
      await setUp(options.forTests ?? false, options.cuda ? 'cuda' : options.cpu ? 'cpu' : undefined);
    });
}

async function setUp(tolerant: boolean, build: TensorFlowBuild | undefined): Promise<void> {
  const signals = abortOnSignals();
  let title = '';
  try {
    const result = await runSetup({
      signal: signals.signal,
      ...(build === undefined ? {} : { build }),
      onProgress: progress => {
        if (!process.stderr.isTTY && progress.title !== title)
          log(`${progress.step}/${progress.steps} ${progress.title}`);
        title = progress.title;
        progressLine(progressText(progress));
      },
    });
    endProgress();
    log(
      `TensorFlow ${result.version} (${result.device}) is ready${result.done.length === 0 ? '' : `, after ${(result.milliseconds / 1000).toFixed(1)} s`}.`,
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
