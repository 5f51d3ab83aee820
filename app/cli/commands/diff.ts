import type { Command } from 'commander';
import { summarize } from '../../../shared/analysis/summary.ts';
import { diffDocuments, isSameNetwork, type ParameterDifference } from '../../../shared/document/diff.ts';
import type { DocumentEdge, NetloomDocument } from '../../../shared/document/schema.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { choiceOption } from '../arguments.ts';
import { readDocument } from '../document-file.ts';
import { writeJsonLine, writeResult } from '../output.ts';

/** `netloom diff`: what differs between two networks, layer by layer, with the change of the totals. */
export function registerDiff(program: Command): void {
  program
    .command('diff')
    .description('compare two networks layer by layer')
    .argument('<a>', 'the first document')
    .argument('<b>', 'the second document')
    .addOption(choiceOption('--format <format>', 'how to write it', ['text', 'json'], 'text'))
    .action(async (first: string, second: string, options: { format: string }) => {
      const before = await readDocument(first);
      const after = await readDocument(second);
      const difference = diffDocuments(before, after);
      const totals = { before: totalsOf(before), after: totalsOf(after) };
      if (options.format === 'json') {
        writeJsonLine({ same: isSameNetwork(difference), ...difference, totals });
        return;
      }
      const lines = [
        ...difference.removed.map(({ layer, type }) => `- ${layer} (${type})`),
        ...difference.added.map(({ layer, type }) => `+ ${layer} (${type})`),
        ...difference.changed.flatMap(({ layer, differences }) =>
          differences.map(entry => `~ ${layer}.${changeText(entry)}`),
        ),
        ...difference.wiresRemoved.map(wire => `- wire ${wireText(wire)}`),
        ...difference.wiresAdded.map(wire => `+ wire ${wireText(wire)}`),
        ...difference.training.map(entry => `~ training.${changeText(entry)}`),
      ];
      if (lines.length === 0) lines.push('The networks are the same.');
      if (difference.moved.length > 0) lines.push(`${difference.moved.length} layers moved on the canvas.`);
      lines.push(`Params: ${formatCount(totals.before.params)} → ${formatCount(totals.after.params)}`);
      writeResult(`${lines.join('\n')}\n`);
    });
}

function totalsOf(document: NetloomDocument) {
  const { params, trainableParams, nonTrainableParams, macs } = summarize(
    inferDocument(document),
    document.name,
  ).totals;
  return { params, trainableParams, nonTrainableParams, macs };
}

function changeText({ parameter, before, after }: ParameterDifference): string {
  const text = (value: unknown) => (value === undefined ? 'default' : JSON.stringify(value));
  return `${parameter}: ${text(before)} → ${text(after)}`;
}

function wireText(wire: DocumentEdge): string {
  const port = (name: string, number: number | undefined) => (number ? `${name}:${number}` : name);
  return `${port(wire.from, wire.fromPort)} → ${port(wire.to, wire.toPort)}`;
}
