import type { Command } from 'commander';
import { applyEdits, type DocumentEdit } from '../../../shared/document/edits.ts';
import { nameProblem, removeHealing, setParameter } from '../../../shared/document/operations.ts';
import type { NetloomDocument } from '../../../shared/document/schema.ts';
import { allProblems, inferDocument } from '../../../shared/inference/infer.ts';
import { assignment, collect, jsonOrText } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import { readDocument, writeDocument } from '../document-file.ts';
import { log } from '../output.ts';

interface EditOptions {
  readonly set?: readonly string[];
  readonly rename?: readonly string[];
  readonly freeze?: readonly string[];
  readonly unfreeze?: readonly string[];
  readonly remove?: readonly string[];
  readonly output?: string;
}

/** `netloom edit`: changes a document from a script. */
export function registerEdit(program: Command): void {
  program
    .command('edit')
    .description('change parameters, names and frozen layers of a document')
    .argument('<file>', 'a .netloom document')
    .option(
      '--set <layer.param=value>',
      'set a parameter (a value is JSON or a plain word); repeatable',
      collect,
    )
    .option('--rename <old=new>', 'rename a layer; repeatable', collect)
    .option(
      '--freeze <pattern>',
      'freeze the layers whose names match (* stands for any text); repeatable',
      collect,
    )
    .option('--unfreeze <pattern>', 'unfreeze the layers whose names match; repeatable', collect)
    .option('--remove <layer>', 'remove a layer and join its neighbours; repeatable', collect)
    .option('-o, --output <file>', 'where to write it (default: the same file)')
    .action(async (file: string, options: EditOptions) => {
      let document = await readDocument(file);
      const step = (edits: readonly DocumentEdit[]) => {
        document = applyEdits(document, edits).document;
      };
      for (const text of options.set ?? []) step([parameterEdit(document, text)]);
      for (const pattern of options.freeze ?? []) step(freezing(document, pattern, true));
      for (const pattern of options.unfreeze ?? []) step(freezing(document, pattern, false));
      for (const name of options.remove ?? []) {
        existing(document, name);
        step(removeHealing(document, [name]));
      }
      for (const text of options.rename ?? []) {
        const [name, newName] = assignment(text, '--rename OLD=NEW');
        existing(document, name);
        const problem = nameProblem(document, name, newName);
        if (problem) throw new CommandError('edit.name', problem);
        step([{ kind: 'renameNode', name, newName }]);
      }
      await writeDocument(options.output ?? file, document);
      for (const problem of allProblems(inferDocument(document)))
        log(`${problem.severity}: ${problem.message}`);
    });
}

function existing(document: NetloomDocument, name: string): void {
  if (Object.hasOwn(document.nodes, name)) return;
  const names = Object.keys(document.nodes);
  const wanted = name.toLowerCase();
  const alike = names.filter(other => other.toLowerCase().includes(wanted));
  const told = names.length <= MOST_NAMES ? names : alike.slice(0, MOST_NAMES);
  throw new CommandError(
    'edit.layer',
    `There is no layer named "${name}"${told.length === 0 ? '' : `; there are ${told.join(', ')}`}${
      told.length < names.length ? ` (of ${names.length} layers; "netloom summary" lists them)` : ''
    }.`,
  );
}

/** So many names are all told; of more, those that hold the wanted word. */
const MOST_NAMES = 12;

function parameterEdit(document: NetloomDocument, text: string): DocumentEdit {
  const [target, value] = assignment(text, '--set LAYER.PARAM=VALUE');
  const dot = target.lastIndexOf('.');
  if (dot < 1) throw new CommandError('edit.usage', `--set takes LAYER.PARAM=VALUE; got "${text}".`, 2);
  existing(document, target.slice(0, dot));
  try {
    return setParameter(document, target.slice(0, dot), target.slice(dot + 1), jsonOrText(value));
  } catch (error) {
    throw new CommandError('edit.value', error instanceof Error ? error.message : String(error));
  }
}

function freezing(document: NetloomDocument, pattern: string, freeze: boolean): readonly DocumentEdit[] {
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  const matched = Object.entries(document.nodes).filter(([name]) => expression.test(name));
  if (matched.length === 0) throw new CommandError('edit.pattern', `No layer's name matches "${pattern}".`);
  return matched.map(([name, { trainable: _, ...node }]) => ({
    kind: 'replaceNode',
    name,
    node: freeze ? { ...node, trainable: false } : node,
  }));
}
