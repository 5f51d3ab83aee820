import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { netloomDirectory } from '../../main/setup/place.ts';
import { CommandError, errorCode } from './command-error.ts';
import { registerCheck } from './commands/check.ts';
import { registerData } from './commands/data.ts';
import { registerDiff } from './commands/diff.ts';
import { registerEdit } from './commands/edit.ts';
import { registerEngines } from './commands/engines.ts';
import { registerEvaluate } from './commands/evaluate.ts';
import { registerExport } from './commands/export.ts';
import { registerImport } from './commands/import.ts';
import { registerWindow } from './commands/serve.ts';
import { registerCompare, registerSummary } from './commands/summary.ts';
import { registerTemplates } from './commands/templates.ts';
import { registerTrain } from './commands/train.ts';
import { registerWeights } from './commands/weights.ts';
import { endProgress, log } from './output.ts';

/** The exit status of wrong usage. */
const USAGE = 2;

/**
 * Runs one command line. Exit status: 0 done, 1 the document has errors or the job failed, 2 wrong usage.
 *
 * @param argv the arguments after the program's name
 */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('netloom')
    .description('Design, size, train and export neural networks.')
    .version(version())
    .exitOverride()
    .showHelpAfterError('(add --help for the usage)')
    .configureHelp({ showGlobalOptions: true });
  for (const register of [
    registerTemplates,
    registerSummary,
    registerCompare,
    registerCheck,
    registerEdit,
    registerDiff,
    registerEngines,
    registerTrain,
    registerEvaluate,
    registerData,
    registerImport,
    registerWeights,
    registerExport,
    registerWindow,
  ])
    register(program);
  for (const command of program.commands.flatMap(entry => [entry, ...entry.commands]))
    command.exitOverride().showHelpAfterError('(add --help for the usage)');
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    endProgress();
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : USAGE;
      return;
    }
    if (error instanceof CommandError) process.exitCode = error.exitCode;
    else process.exitCode = 1;
    log(`netloom: ${error instanceof Error ? error.message : error} [${errorCode(error)}]`);
    if (errorCode(error) === 'internal' && error instanceof Error) log(error.stack ?? '');
  }
}

function version(): string {
  const { version: text } = JSON.parse(readFileSync(`${netloomDirectory()}/package.json`, 'utf8')) as {
    version: string;
  };
  return text;
}
