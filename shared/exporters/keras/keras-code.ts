import { summarize } from '../../analysis/summary.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import { formatShape } from '../../document/value.ts';
import type { Inference } from '../../inference/infer.ts';
import { formatCount } from '../../layers/formatting.ts';
import { indent, pythonString } from '../../python/python-text.ts';
import { wrapPython } from '../../python/python-wrap.ts';
import { pythonLiteral } from './code-arguments.ts';
import { type CodeLine, constructorCall, FunctionalCode, holdsConstants, isChain } from './code-calls.ts';
import { documentSections } from './code-sections.ts';
import type { KerasTraining } from './compile-config.ts';
import { type KerasModel, weightsInOrder } from './keras-model.ts';

/** The widest line, as Python's formatters have it. */
const LINE_WIDTH = 88;

/** What the source is written from. */
export interface KerasCodeContent {
  readonly document: NetloomDocument;
  readonly inference: Inference;
  readonly model: KerasModel;
  readonly training: KerasTraining | null;
  /** Name of the safetensors file that the weights are loaded from unless told. */
  readonly weightsFile: string;
}

/**
 * Keras source that builds the network and loads its weights: `build_model()`, `load_weights(model, path)` and, where the document has
 * training settings, `compile_model(model)`.
 *
 * @param content the network
 * @returns a Python module
 */
export function kerasCode(content: KerasCodeContent): string {
  const { model, training } = content;
  const build = isChain(model) ? sequential(content) : functional(content);
  const usesOps = model.sources.some(source => source.kind === 'operation');
  const hasWeights = model.sources.some(source => source.weights.length > 0);
  const parts = [
    header(content),
    [
      ...(hasWeights ? ['import json\n'] : []),
      'import keras',
      ...(hasWeights || holdsConstants(model) ? ['import numpy as np'] : []),
      `from keras import layers${usesOps ? ', ops' : ''}`,
    ].join('\n'),
    build,
    ...(training ? [compile(training)] : []),
    ...(hasWeights ? [weights(content)] : []),
    'if __name__ == "__main__":\n    build_model().summary()',
  ];
  const [first = '', second = '', ...functions] = parts;
  return `${[`${first}\n\n${second}`, ...functions].join('\n\n\n')}\n`;
}

function header({ document, inference, weightsFile }: KerasCodeContent): string {
  const { totals } = summarize(inference, document.name);
  const macs = totals.macs === null ? '' : ` ${formatCount(totals.macs)} multiply-adds per sample.`;
  return [
    `"""${inDocstring(document.name)}`,
    '',
    `${formatCount(totals.params)} parameters, ${formatCount(totals.trainableParams)} of them trainable.${macs}`,
    `For Keras 3. Weights: ${inDocstring(weightsFile)}, written by Netloom's export of safetensors.`,
    '"""',
  ].join('\n');
}

/** A document's name may hold anything; in a docstring it may not end it. */
function inDocstring(text: string): string {
  return pythonString(text).slice(1, -1);
}

function signature({ inference }: KerasCodeContent): string {
  const { graph, nodes } = inference;
  const shapes = (names: readonly string[]) =>
    names.map(name => formatShape(nodes.get(name)?.outputs[0]?.shape ?? null)).join(', ');
  const inputs = [...nodes.values()].filter(node => node.layer?.traits.isInput).map(node => node.name);
  return `def build_model() -> keras.Model:\n    """Builds the network: ${shapes(inputs)} to ${shapes(graph.outputs)}."""\n`;
}

function sequential(content: KerasCodeContent): string {
  const { model } = content;
  const lines = model.sources.map(source => ({
    node: source.calls[0]?.node ?? '',
    text: constructorCall(source),
  }));
  const body = inSections(content, lines, text => `${wrapPython(text, LINE_WIDTH - 12)},`);
  const list = indent(body, 12);
  return `${signature(content)}    return keras.Sequential(\n        [\n${list}\n        ],\n        name=${pythonString(model.name)},\n    )`;
}

function functional(content: KerasCodeContent): string {
  const { model } = content;
  const code = new FunctionalCode(model);
  const body = inSections(content, code.lines, text => wrapPython(text, LINE_WIDTH - 4));
  const sole = (tensors: KerasModel['inputs']) => {
    const names = tensors.map(tensor => code.variable(tensor));
    return names.length === 1 ? names[0] : `[${names.join(', ')}]`;
  };
  const last = wrapPython(
    `return keras.Model(${sole(model.inputs)}, ${sole(model.outputs)}, name=${pythonString(model.name)})`,
    LINE_WIDTH - 4,
  );
  return `${signature(content)}${indent(`${body}\n${last}`, 4)}`;
}

/** The lines with a comment where a block or frame of the document begins. */
function inSections(
  { document }: KerasCodeContent,
  lines: readonly CodeLine[],
  write: (text: string) => string,
): string {
  const sectionOf = documentSections(document);
  let current: string | null = null;
  return lines
    .map(({ node, text, comment }, i) => {
      const section = sectionOf(node);
      const isNew = section !== current && (i > 0 || section !== null);
      current = section;
      const gap = isNew && i > 0 ? '\n' : '';
      const told = comment === undefined ? '' : `# ${comment}\n`;
      return `${gap}${isNew && section !== null ? `# ${section}\n` : ''}${told}${write(text)}`;
    })
    .join('\n');
}

function compile({ optimizer, losses, weights, metrics }: KerasTraining): string {
  const settings = Object.entries(optimizer.config)
    .filter(([name]) => name === 'learning_rate' || optimizer.changed.includes(name))
    .map(([name, value]) => `${name}=${pythonLiteral(value)}`);
  const isSole = losses.length === 1;
  const list = (values: readonly unknown[]) => `[${values.map(pythonLiteral).join(', ')}]`;
  const lines = [
    `optimizer=keras.optimizers.${optimizer.className}(${settings.join(', ')})`,
    `loss=${isSole ? pythonLiteral(losses[0]) : list(losses)}`,
    ...(weights.every(weight => weight === 1) ? [] : [`loss_weights=${list(weights)}`]),
    `metrics=${isSole ? list(metrics[0] ?? []) : `[${metrics.map(list).join(', ')}]`}`,
  ];
  return `def compile_model(model: keras.Model) -> None:\n    """Prepares the model for training as in the document."""\n    model.compile(\n${lines.map(line => `        ${line},`).join('\n')}\n    )`;
}

const READ = `def read_safetensors(path: str) -> dict[str, np.ndarray]:
    """Reads a safetensors file: 8 bytes of header length, a JSON header, the elements."""
    kinds = {"F32": "<f4", "F64": "<f8", "I32": "<i4", "I64": "<i8", "U8": "u1", "BOOL": "?"}
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = file.tell()
        header.pop("__metadata__", None)
        tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            elements = np.frombuffer(file.read(end - begin), kinds[entry["dtype"]])
            tensors[name] = elements.reshape(entry["shape"])
    return tensors`;

function weights({ model, weightsFile }: KerasCodeContent): string {
  const special = model.sources.filter(({ name, holdsOthers, weights: held }) =>
    held.some(weight => holdsOthers || weight.store !== `${name}/${weight.name}`),
  );
  const table = special.map(
    source =>
      `    ${pythonString(source.name)}: [\n${weightsInOrder(source)
        .map(weight => `        ${pythonString(weight.store)},\n`)
        .join('')}    ],\n`,
  );
  const names = '[f"{layer.name}/{weight.name}" for weight in layer.weights]';
  const constant =
    special.length === 0
      ? ''
      : `# Layers whose weights bear other names in the file.\nNAMES_IN_FILE = {\n${table.join('')}}\n\n\n`;
  const lookup =
    special.length === 0
      ? `        names = ${names}\n`
      : `        names = NAMES_IN_FILE.get(layer.name) or ${names}\n`;
  // A layer that keeps a count works out its constants from the statistics when it is told to.
  const counts = model.sources.some(source => source.weights.some(weight => weight.name === 'count'));
  const settle = counts
    ? '\n        if hasattr(layer, "finalize_state"):\n            layer.finalize_state()'
    : '';
  return `${READ}


${constant}def load_weights(model: keras.Model, path: str = ${pythonString(weightsFile)}) -> None:
    """Gives the model the weights of a safetensors file, which names them LAYER/WEIGHT."""
    tensors = read_safetensors(path)
    for layer in model.layers:
${lookup}        layer.set_weights([tensors[name] for name in names])${settle}`;
}
