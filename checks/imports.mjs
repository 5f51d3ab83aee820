import { existsSync } from 'node:fs';
import path from 'node:path';
import { read, root, sources, withoutComments } from './source-files.mjs';

/** Which folders a folder's files may import from (its own included). */
const ALLOWED = {
  shared: ['shared'],
  main: ['main', 'shared'],
  renderer: ['renderer', 'shared'],
  app: ['app', 'main', 'renderer', 'shared'],
};

/** What pure code may not load at run time; types are welcome. */
const IMPURE = /^(node:|react|react-dom|electron|@tensorflow\/|onnxruntime|zustand|@xyflow\/|ws$|fs$|path$)/;
/** What the sandboxed window cannot have. */
const NOT_IN_WINDOW = /^(node:|electron|@tensorflow\/|onnxruntime|ws$)/;

const STATEMENT =
  /\b(import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** All imports of a source: { specifier, isType }. */
export function importsOf(text) {
  return [...withoutComments(text).matchAll(STATEMENT)].map(match => ({
    specifier: match[3] ?? match[4],
    isType: match[2] !== undefined,
  }));
}

/** Import direction and cycles. Answers sentences. */
export function checkImports() {
  const files = sources().filter(file => /^(shared|main|renderer|app)\/.*\.tsx?$/.test(file));
  const faults = [];
  const graph = new Map();
  for (const file of files) {
    const folder = file.split('/')[0];
    const isTest = /\.test\.tsx?$|vite\.config\.ts$|-suite\.ts$|testing\.ts$|test-support\.ts$|battery/.test(
      file,
    );
    const targets = [];
    for (const { specifier, isType } of importsOf(read(file))) {
      if (!specifier.startsWith('.')) {
        if (folder === 'shared' && !isType && !isTest && IMPURE.test(specifier))
          faults.push(`${file} imports ${specifier}; shared is pure (types only).`);
        if (folder === 'renderer' && !isType && !isTest && NOT_IN_WINDOW.test(specifier))
          faults.push(`${file} imports ${specifier}, which the sandboxed window does not have.`);
        continue;
      }
      const target = path.relative(
        root,
        path.resolve(root, path.dirname(file), specifier.replace(/\?.*$/, '')),
      );
      const top = target.split(path.sep)[0];
      if (top === 'package.json') continue;
      if (!existsSync(path.join(root, target)))
        faults.push(`${file} imports ${specifier}, which does not exist.`);
      else if (!ALLOWED[folder].includes(top))
        faults.push(`${file} imports ${target}: ${folder} may import ${ALLOWED[folder].join(' and ')} only.`);
      else if (!isType) targets.push(target);
    }
    graph.set(file, targets);
  }
  return [...faults, ...cycles(graph)];
}

/** Loops of imports (type-only ones vanish when built and do not count). */
function cycles(graph) {
  const state = new Map();
  const faults = [];
  const visit = (file, trail) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      faults.push(`Import cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const target of graph.get(file) ?? []) if (graph.has(target)) visit(target, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return faults;
}
