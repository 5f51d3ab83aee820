import { summarize } from '../../analysis/summary.ts';
import { BATCH } from '../../document/value.ts';
import type { Inference } from '../../inference/infer.ts';
import { formatCount } from '../../layers/formatting.ts';
import { PythonNames, withoutRepetition } from '../../python/python-names.ts';
import { indent, pythonString } from '../../python/python-text.ts';
import { wrapPython } from '../../python/python-wrap.ts';
import type { TorchPort } from './build-module.ts';
import { type ForwardLine, type ModuleBuilder, replaceTokens, tokensIn } from './module-builder.ts';

function portText({ layer, dtype, shape }: TorchPort): string {
  const extents = shape?.map(dim => (dim === BATCH ? 'batch' : dim === null ? '?' : String(dim))).join(', ');
  return `${layer}: (${extents ?? '?'}), ${dtype}`;
}

/** The file's head: a docstring with name, figures and shapes, and the imports. */
export function header(
  name: string,
  inference: Inference,
  producer: string,
  inputs: readonly TorchPort[],
  outputs: readonly TorchPort[],
): string {
  const { totals } = summarize(inference, name);
  const lines = [
    `${name}, written by ${producer}.`,
    '',
    `Parameters: ${formatCount(totals.params)}, of which ${formatCount(totals.trainableParams)} train.`,
    ...inputs.map(port => `Input ${portText(port)}`),
    ...outputs.map(port => `Output ${portText(port)}`),
  ];
  // A document's name may hold anything; here it may not end the docstring.
  const text = lines.map(line => pythonString(line).slice(1, -1)).join('\n');
  return `"""${text}\n"""\n\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F\n\n`;
}

/** Columns of a line within a method, of 100 in all. */
const LINE_WIDTH = 92;

/** A line of the generated class and the layer that wrote it. */
interface SourceLine {
  readonly layer: string;
  readonly line: string;
}

/** The part of two layers' names that tells their block: `stage1.unit2` of `stage1.unit2.conv` and `stage1.unit2.norm`. */
function commonBlock(a: string, b: string): string {
  const [first, second] = [a, b].map(name => name.split(/(?<=[./])/).slice(0, -1));
  const end = (first ?? []).findIndex((part, i) => part !== second?.[i]);
  const shared = end < 0 ? first : first?.slice(0, end);
  return shared?.join('').slice(0, -1) ?? '';
}

/** Lines with a comment where a block begins; a block is what at least two lines in a row have in common. */
function grouped(lines: readonly SourceLine[]): string {
  const shared = lines.map(({ layer }, i) => commonBlock(layer, lines[i + 1]?.layer ?? ''));
  const blocks = lines.map((_, i) => {
    const [before = '', after = ''] = [shared[i - 1], shared[i]];
    return after.length >= before.length ? after : before;
  });
  return lines
    .map(({ line }, i) => {
      const block = blocks[i] ?? '';
      const comment =
        block !== (blocks[i - 1] ?? '') && block !== '' ? `# ${withoutRepetition(block)}\n` : '';
      return comment + wrapPython(line, LINE_WIDTH);
    })
    .join('\n');
}

/** The class's `__init__`. */
export function initSource(builder: ModuleBuilder): string {
  const lines = grouped(builder.initLines);
  return `def __init__(self) -> None:\n    super().__init__()${lines === '' ? '' : `\n${indent(lines, 4)}`}`;
}

/** The lines that lead to the results; e.g. a shape that was known after all is not computed. */
function usedLines(lines: readonly ForwardLine[], results: readonly string[]): readonly ForwardLine[] {
  const needed = new Set(results.flatMap(tokensIn));
  const used = lines.toReversed().filter(({ token, expression }) => {
    if (!needed.has(token)) return false;
    for (const read of tokensIn(expression)) needed.add(read);
    return true;
  });
  return used.reverse();
}

/**
 * Names the variables: `x` for what only the next line reads, as in a chain; else the layer's name.
 */
export function forwardSource(
  builder: ModuleBuilder,
  inputs: readonly { readonly token: string; readonly port: TorchPort }[],
  results: readonly string[],
): string {
  const lines = usedLines(builder.forwardLines, results);
  const lastUse = new Map<string, number>();
  const uses = (text: string, i: number) => {
    for (const token of tokensIn(text)) lastUse.set(token, i);
  };
  lines.forEach(({ expression }, i) => {
    uses(expression, i);
  });
  const returned = results.join(', ');
  uses(returned, lines.length);
  const variables = new PythonNames(['self', 'torch', 'nn', 'F', 'x', 'math']);
  const names = new Map<string, string>();
  for (const { token, port } of inputs) {
    const isChain = inputs.length === 1 && (lastUse.get(token) ?? 0) === 0;
    names.set(token, isChain ? 'x' : variables.unique(port.layer));
  }
  lines.forEach(({ name, token }, i) => {
    const isChain = (lastUse.get(token) ?? i + 1) === i + 1;
    names.set(token, isChain ? 'x' : variables.unique(name));
  });
  const nameOf = (token: string) => names.get(token) ?? 'x';
  const parameters = inputs.map(({ token }) => `${nameOf(token)}: torch.Tensor`).join(', ');
  const type =
    results.length === 1 ? 'torch.Tensor' : `tuple[${results.map(() => 'torch.Tensor').join(', ')}]`;
  const body = grouped(
    lines.map(({ layer, token, expression }) => ({
      layer,
      line: `${nameOf(token)} = ${replaceTokens(expression, nameOf)}`,
    })),
  );
  const end = `return ${replaceTokens(returned, nameOf)}`;
  return `def forward(self, ${parameters}) -> ${type}:\n${indent(body === '' ? end : `${body}\n${end}`, 4)}`;
}

/** The function that builds the network with its weights. */
export function footer(className: string, weightsFile: string): string {
  return `def load(path: str = ${pythonString(weightsFile)}) -> ${className}:
    """Builds the network with the weights that were written with this file."""
    from safetensors.torch import load_file

    model = ${className}()
    model.load_state_dict(load_file(path))
    return model.eval()
`;
}
