import { existsSync } from 'node:fs';
import path from 'node:path';
import { read, root, sources, trackedFiles, withoutComments } from './source-files.mjs';

/** The most lines of a source file: a longer one holds two things. */
const MAX_LINES = 400;

/** Files that are too long. */
export function checkLength() {
  return sources()
    .map(file => ({ file, lines: read(file).split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(
      ({ file, lines }) =>
        `${file} has ${lines} lines; at most ${MAX_LINES} are allowed. It holds two things: split it.`,
    );
}

/** Ways round the type checker and the linter. */
export function checkEscapes() {
  const wayRound =
    /\bas any\b|: any\b|<any>|@ts-(ignore|nocheck|expect-error)|(biome|eslint|oxlint)-(ignore|disable)/;
  return sources()
    .filter(file => !file.startsWith('checks/'))
    .flatMap(file =>
      read(file)
        .split('\n')
        .flatMap((line, i) =>
          wayRound.test(line) ? [`${file}:${i + 1} goes round the types or the linter: ${line.trim()}`] : [],
        ),
    );
}

/** Names that say nothing. */
export function checkNames() {
  return sources()
    .filter(file =>
      file.split('/').some(part => /^(utils?|helpers?|managers?|misc|common)(\.|$)/i.test(part)),
    )
    .map(file => `${file} has a name that explains nothing; name it for what it holds.`);
}

/**
 * Operators of ONNX and kernels of TensorFlow that bear a layer type's name: where graphs of these are written, the word means the
 * operator. All types of the category `tensor` are such.
 */
const OPERATORS = new Set([
  'Identity',
  'Softmax',
  'Flatten',
  'Reshape',
  'Dropout',
  'BatchNormalization',
  'LayerNormalization',
  'Add',
  'Conv2D',
]);

/** Folders that hold such graphs. */
const OPERATOR_FOLDERS = /\/(onnx|recording)\//;

/** Types whose name is a word of the window as well: titles of commands. */
const WORDS = /^(Expand|Pad|Range|Shape|Size|Where|Split|Slice|Transpose|Resize)$/;

/** Layer types named outside their own files, templates, importers' tables and tests. */
export function checkTypeNames() {
  const declarations = trackedFiles(/^shared\/layers\/[^/]+\.ts$/)
    .map(read)
    .map(source => [
      /export default defineLayer\([\s\S]*?\btype: '([^']+)'/.exec(source)?.[1],
      /\bcategory: '([^']+)'/.exec(source)?.[1],
    ])
    .filter(([type]) => type !== undefined);
  const declared = declarations.map(([type]) => type);
  const operators = new Set([
    ...OPERATORS,
    ...declarations.filter(([, category]) => category === 'tensor').map(([type]) => type),
  ]);
  const named = new RegExp(`['"\`](${declared.join('|')})['"\`]`);
  return sources()
    .filter(file => /^(shared|main|renderer|app)\//.test(file))
    .filter(
      file =>
        !/^shared\/(layers|templates|importers)\//.test(file) &&
        !/\.test\.tsx?$|test-support\.ts$|testing\.ts$|-suite\.ts$|\/battery-/.test(file),
    )
    .flatMap(file =>
      withoutComments(read(file))
        .split('\n')
        .flatMap((line, i) => {
          const found = named.exec(line);
          const isOperator = found && OPERATOR_FOLDERS.test(file) && operators.has(found[1]);
          const isWord = found && file.startsWith('renderer/') && WORDS.test(found[1]);
          return found && !isOperator && !isWord
            ? [`${file}:${i + 1} names the layer type ${found[1]}; ask the layer for a trait instead.`]
            : [];
        }),
    );
}

/** Paths named in documents that do not exist. */
export function checkDocumentPaths() {
  const folders = 'shared|main|renderer|app|e2e|docs|bench|judges|checks';
  const named = new RegExp(
    `(?:^|[\\s\`(\\[])((?:${folders})/[\\w./*-]*[\\w*/]|\\.ci/run|electron-builder\\.yml|[A-Z]+\\.md)`,
    'gm',
  );
  return trackedFiles(/\.md$/).flatMap(file => {
    const text = read(file);
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(match =>
      path.relative(root, path.resolve(root, path.dirname(file), match[1])),
    );
    const paths = [...text.matchAll(named)]
      .map(match => match[1])
      .filter(name => !name.includes('*') && !/NAME|TYPE|\.\.\./.test(name));
    return [...new Set([...links, ...paths])]
      .filter(
        name => !existsSync(path.join(root, name)) && !existsSync(path.join(root, path.dirname(file), name)),
      )
      .map(name => `${file} names ${name}, which does not exist.`);
  });
}
