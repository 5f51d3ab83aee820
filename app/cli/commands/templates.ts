import type { Command } from 'commander';
import { findTemplate, TEMPLATES } from '../../../shared/templates/index.ts';
import { choiceOption } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { writeDocument } from '../document-file.ts';
import { log, writeJsonLine, writeResult } from '../output.ts';

/** `netloom templates` and `netloom new`. */
export function registerTemplates(program: Command): void {
  program
    .command('templates')
    .description('list the networks to begin with')
    .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'))
    .action(async (options: { format: string }) => {
      const list = TEMPLATES.map(({ id, title, description }) => ({ name: id, title, description }));
      if (options.format === 'json') writeJsonLine(list);
      else for (const { name, title } of list) writeResult(`${name.padEnd(20)} ${title}\n`);
    });
  program
    .command('new')
    .description('write a template as a document')
    .argument('<template>', 'a name that "netloom templates" lists')
    .requiredOption('-o, --output <file>', 'the .netloom file to write')
    .action(async (id: string, options: { output: string }) => {
      const template = findTemplate(id);
      if (!template) {
        const names = TEMPLATES.map(candidate => candidate.id).join(', ');
        throw new CommandError('template.unknown', `There is no template "${id}"; there are ${names}.`, 2);
      }
      await writeDocument(options.output, template.build(), { keep: true });
      log(`wrote ${options.output}`);
    });
}
