import type { Command } from 'commander';
import { documentProblems } from '../../../shared/analysis/lints/document-problems.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { choiceOption } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { writeJsonLine, writeResult } from '../output.ts';

/** `netloom check`: the problems of a document; exit 1 when one of them is an error. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('list what is wrong with a network; exit 1 when there are errors')
    .argument('<file>', 'a .netloom document')
    .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'))
    .action(async (file: string, options: { format: string }) => {
      const document = await readDocument(file);
      const problems = documentProblems(document, inferDocument(document));
      const count = (severity: string) => problems.filter(problem => problem.severity === severity).length;
      if (options.format === 'json') {
        const plain = problems.map(({ code, severity, layer, message, fix }) => ({
          code,
          severity,
          layer,
          message,
          ...(fix ? { fix: fix.title } : {}),
        }));
        writeJsonLine({
          name: document.name,
          errors: count('error'),
          warnings: count('warning'),
          problems: plain,
        });
      } else {
        for (const problem of problems) {
          const fix = problem.fix ? ` Fix: ${problem.fix.title}.` : '';
          writeResult(`${problem.severity}: ${problem.message}${fix} [${problem.code}]\n`);
        }
        writeResult(`${document.name}: ${count('error')} errors, ${count('warning')} warnings\n`);
      }
      if (count('error') > 0) process.exitCode = 1;
    });
}
