import type { Command } from 'commander';
import { withBatch } from '../../../shared/analysis/batch.ts';
import { summarize } from '../../../shared/analysis/summary.ts';
import {
  formatSummary,
  SUMMARY_FORMATS,
  type SummaryFormat,
  summaryToJson,
} from '../../../shared/analysis/summary-formats.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { choiceOption, wholeNumber } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { writeJsonLine, writeResult } from '../output.ts';

/** `netloom summary`: shapes, parameters and costs of every layer. */
export function registerSummary(program: Command): void {
  program
    .command('summary')
    .description('show every layer with its output shape, parameters and multiply-adds')
    .argument('<file>', 'a .netloom document')
    .addOption(choiceOption('--format <format>', 'how to write it', SUMMARY_FORMATS, 'text'))
    .option('--batch <n>', 'show shapes and multiply-adds for a batch of n samples', wholeNumber(1))
    .action(async (file: string, options: { format: SummaryFormat; batch?: number }) => {
      const document = await readDocument(file);
      const plain = summarize(inferDocument(document), document.name);
      const summary = options.batch === undefined ? plain : withBatch(plain, options.batch);
      if (options.format === 'json') writeJsonLine(summaryToJson(summary));
      else writeResult(formatSummary(summary, options.format));
      if (summary.problems.some(problem => problem.severity === 'error')) process.exitCode = 1;
    });
}
