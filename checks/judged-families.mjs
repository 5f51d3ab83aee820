// The tables of docs/judged.md after that of the layer types: whole networks and damaged files, from judges/results.
import { readResults } from '../judges/results.mjs';

const number = count => count.toLocaleString('en-US');

/** A difference as it stands in a table; a dash where there is none. */
export function differenceCell(difference) {
  if (difference === undefined) return '–';
  return difference === 0 ? '0' : difference.toExponential(0);
}

/**
 * The lines of the tables.
 *
 * @param code kept results of the judges of generated code, by judge
 */
export function familyTables(code) {
  return [...applications(), ...templates(code), ...imported(), ...mutations()];
}

function table(title, words, judge, head, row) {
  const { makers, found } = readResults(judge);
  const entries = Object.entries(found);
  if (entries.length === 0) return [];
  return [
    `## ${title}`,
    '',
    ...words(entries),
    '',
    `Makers: ${makers.join('; ')}.`,
    '',
    `| ${head.join(' | ')} |`,
    `|---|${'---:|'.repeat(head.length - 1)}`,
    ...entries.map(([name, figures]) => `| ${[name, ...row(figures)].join(' | ')} |`),
    '',
  ];
}

function applications() {
  const files = ['model.keras', 'model.h5', 'back.keras', 'back.h5'];
  return table(
    'Networks of keras.applications',
    entries => [
      `${entries.length} networks at their own input size with random weights (\`npm run judges -- applications --update\`): saved by Keras and imported here`,
      '(.keras, .h5), and given back and loaded by Keras (back). Number, classes and output shapes of the layers and the counts of parameters are equal',
      'in every file. On the way back Keras is asked for all that a model does: its layers, those inside nested models, and the operators between them,',
      'which Keras does not count as layers. Three things are written in another form: classes that keras.layers lacks as layers that every Keras has',
      "(Inception-ResNet's CustomScaleLayer as Rescaling and Add, ConvNeXt's LayerScale as EinsumDense), a nested model as its layers (ConvNeXt's stem and",
      'downsampling), a sum of two tensors as an Add layer (ConvNeXt, where `model.layers` therefore lists more: 157 in ConvNeXtTiny for 135). The table',
      'shows the largest difference of the outputs before the softmax by their standard deviation, rounded up to one digit.',
    ],
    'applications',
    ['network', 'layers', 'parameters', 'trainable', '.keras', '.h5', 'back .keras', 'back .h5'],
    figures => [
      figures.layers,
      number(figures.params),
      number(figures.trainable),
      ...files.map(file => differenceCell(figures[file])),
    ],
  );
}

/** Templates are named in small letters, layer types are not. */
function templates(code) {
  const [keras, torch] = [code['keras-code'].found, code.pytorch.found];
  const names = [...new Set([...Object.keys(keras), ...Object.keys(torch)])].filter(name =>
    /^[a-z]/.test(name),
  );
  if (names.length === 0) return [];
  return [
    '## Code of the templates',
    '',
    'The largest difference of what Keras (.keras, .h5 and source) and PyTorch (source) compute from native TensorFlow, before a final activation.',
    '',
    '| template | Keras | PyTorch |',
    '|---|---:|---:|',
    ...names
      .sort()
      .map(name => `| ${name} | ${differenceCell(keras[name])} | ${differenceCell(torch[name])} |`),
    '',
  ];
}

function imported() {
  return table(
    'Code of imported networks',
    entries => [
      `${entries.length} networks of torchvision (by way of ONNX) and keras.applications (\`npm run judges -- imported-code --update\`): what the generated code`,
      "and files compute, from the original's own outputs. As many parameters as the original's file; swin_t's attention masks, which its file",
      'computes anew each time, are 36,652 numbers more, kept as weights that do not learn.',
    ],
    'imported-code',
    ['network', 'layers', 'parameters', 'PyTorch source', 'Keras source', '.keras'],
    ({ layers, params, ...differences }) => [
      layers,
      number(params),
      ...['torch', 'code', 'keras'].map(form => differenceCell(differences[form])),
    ],
  );
}

function mutations() {
  return table(
    'Damaged files',
    () => [
      'Seeded mutations of small files of each format, hostile ones among them (`npm run judges -- mutations --update`). A crash is anything but a sentence;',
      "a hang keeps the processor busy for 5 s or more, or never ends; outside counts the system calls for files outside the model's own folder, seen by strace from outside the process.",
    ],
    'mutations',
    ['format', 'files', 'refused', 'read', 'crashes', 'hangs', 'outside'],
    ({ files, refused, read, crashes, hangs, outside }) =>
      [files, refused, read, crashes, hangs, outside].map(number),
  );
}
