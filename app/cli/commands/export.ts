import { type Command, Option } from 'commander';
import { exportPicture } from '../../../main/drawing/export-picture.ts';
import { defaultEngineName, loadEngine } from '../../../main/engines/load-engine.ts';
import { exportOnnx } from '../../../main/onnx/export-onnx.ts';
import { scalingOf } from '../../../main/runs/run-scaling.ts';
import type { Theme } from '../../../shared/exporters/svg/palette.ts';
import { withScalingLayers } from '../../../shared/training/scaling-layer.ts';
import { choiceOption, wholeNumber } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { exportedWeights } from '../exported-weights.ts';
import { endProgress, log, progressLine, writeJsonLine } from '../output.ts';
import { withQuietEngine } from '../quiet-engine.ts';
import { abortOnSignals } from '../signals.ts';
import { registerModelExports } from './export-model.ts';

interface ExportOptions {
  readonly output: string;
  readonly run?: string;
  readonly opset?: number;
  readonly layout: 'nhwc' | 'nchw';
  readonly seed: number;
  readonly verify: boolean;
  readonly withScaling?: boolean;
}

/** `netloom export`. */
export function registerExport(program: Command): void {
  const group = program.command('export').description('write a network as another format');
  group
    .command('onnx')
    .description('write an ONNX file, compared in ONNX Runtime with the engine before you get it')
    .argument('<file>', 'a .netloom document')
    .requiredOption('-o, --output <file>', 'the .onnx file to write')
    .option(
      '--run <run>',
      'a training run (its folder or its name) whose weights are written; else fresh ones of the seed',
    )
    .option(
      '--opset <n>',
      "ONNX's operator set, 13 to 21 (default: 17, or what carried operators of an imported file need)",
      wholeNumber(13, 21),
    )
    .option(
      '--with-scaling',
      "put the run's scaling into the model, so that it takes the numbers of the files",
    )
    .addOption(choiceOption('--layout <layout>', "the order of the inputs' axes", ['nhwc', 'nchw'], 'nhwc'))
    .option('--seed <n>', 'seed of fresh weights and of the comparison', wholeNumber(0, 4_294_967_295), 0)
    .addOption(new Option('--verify', 'compare with ONNX Runtime (the default)').default(true))
    .addOption(new Option('--no-verify', 'do not compare, and say so'))
    .action(withQuietEngine(writeOnnxFile));
  registerModelExports(group);
  for (const format of ['svg', 'png'] as const)
    group
      .command(format)
      .description(`draw the graph as ${format.toUpperCase()}`)
      .argument('<file>', 'a .netloom document')
      .requiredOption('-o, --output <file>', 'the picture to write')
      .addOption(choiceOption('--theme <theme>', 'colours', ['light', 'dark'], 'light'))
      .action(async (file: string, options: { output: string; theme: Theme }) => {
        const bytes = await exportPicture(await readDocument(file), options.output, {
          format,
          theme: options.theme,
        });
        log(`wrote ${options.output} (${bytes} bytes)`);
      });
}

async function writeOnnxFile(file: string, options: ExportOptions): Promise<void> {
  const document = await readDocument(file);
  const signals = abortOnSignals();
  try {
    const { run, weights } = await exportedWeights(file, document, options);
    const { files, bytes, verification, remark } = await exportOnnx({
      document: options.withScaling ? withScalingLayers(document, await scalingOf(run)) : document,
      output: options.output,
      weights: weights?.store,
      fresh: weights?.fresh,
      opset: options.opset,
      layout: options.layout,
      seed: options.seed,
      engine: options.verify ? await loadEngine(await defaultEngineName()) : null,
      signal: signals.signal,
      onProgress: ({ stage, fraction }) =>
        progressLine(`${stage}${fraction === null ? '' : ` ${Math.round(fraction * 100)} %`}`),
    });
    endProgress();
    log(`wrote ${files.join(' and ')} (${bytes} bytes)`);
    if (verification?.notCompared) log(verification.notCompared);
    if (verification) writeJsonLine(verification);
    else if (remark !== null) log(remark);
    else log('Not verified: --no-verify was given, so nobody has compared this file with ONNX Runtime.');
  } finally {
    signals.release();
  }
}
