// Builds what the launcher and the package need into dist/: `node` (command line, service, worker), `renderer` (the window)
// and `desktop` (Electron's main and preload). `node app/build.mjs [PART...] [--if-stale]`; all parts by default.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Electron 9, the oldest that the desktop runs on, brings Node 12 and Chromium 83. */
const OLDEST_ELECTRON = 'node12';

/** Node 12 does not know the prefix `node:`. */
const plainBuiltins = {
  name: 'plain-builtins',
  enforce: 'pre',
  resolveId: source => (source.startsWith('node:') ? { id: source.slice(5), external: true } : null),
};

/** Draws the app's icon, which window and package show. */
const drawIcon = {
  name: 'draw-icon',
  async generateBundle() {
    const { Resvg } = await import('@resvg/resvg-js');
    const drawn = new Resvg(readFileSync(path.join(root, 'app/desktop/icon.svg'), 'utf8'), {
      fitTo: { mode: 'width', value: 512 },
    });
    this.emitFile({ type: 'asset', fileName: 'icon.png', source: drawn.render().asPng() });
  },
};

function desktopBundle(name, plugins) {
  return {
    plugins,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: OLDEST_ELECTRON,
      outDir: 'dist/desktop',
      emptyOutDir: name === 'main',
      rolldownOptions: {
        external: ['electron'],
        input: { [name]: `app/desktop/${name}.ts` },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  };
}

/** What each part is made of and how. */
export const PARTS = {
  node: {
    sources: ['shared', 'main', 'app', 'package.json'],
    config: () => ({
      // What every command needs comes along: read from node_modules, its many files take as long to find as all the rest.
      ssr: { noExternal: ['commander', 'immer', 'zod'] },
      build: {
        ssr: true,
        target: 'node20',
        outDir: 'dist/node',
        rolldownOptions: {
          input: {
            cli: 'app/cli/cli.ts',
            service: 'app/service/service.ts',
            worker: 'app/worker/worker.ts',
            'data-worker': 'app/worker/data-worker.ts',
            'export-worker': 'app/worker/export-worker.ts',
            'gpu-thread': 'app/worker/gpu-thread.ts',
            'import-worker': 'app/worker/import-worker.ts',
            'rate-worker': 'app/worker/rate-worker.ts',
            'prediction-worker': 'app/worker/prediction-worker.ts',
          },
          output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
        },
      },
    }),
  },
  renderer: {
    sources: ['shared', 'renderer', 'package.json'],
    config: () => ({ configFile: path.join(root, 'renderer/vite.config.ts') }),
  },
  desktop: {
    sources: ['shared/contract', 'app/desktop', 'app/server', 'package.json'],
    // Two bundles: a sandboxed preload script may load no second file.
    config: () => [
      desktopBundle('main', [plainBuiltins, drawIcon]),
      desktopBundle('preload', [plainBuiltins]),
    ],
  },
};

/** The newest time of change below a path, tests left out. */
function newest(entry) {
  const status = statSync(entry);
  if (!status.isDirectory()) return /\.test\.tsx?$/.test(entry) ? 0 : status.mtimeMs;
  return readdirSync(entry).reduce(
    (latest, name) => Math.max(latest, newest(path.join(entry, name))),
    status.mtimeMs,
  );
}

const stampOf = part => path.join(root, 'dist', `.${part}.stamp`);

/** Whether a part is missing or older than its sources. A packaged app has no sources and is never stale. */
export function isStale(part) {
  const sources = PARTS[part].sources.map(source => path.join(root, source));
  if (!existsSync(path.join(root, 'app/build.mjs')) || !sources.every(existsSync)) return false;
  if (!existsSync(stampOf(part))) return true;
  const built = Number(readFileSync(stampOf(part), 'utf8'));
  return sources.some(source => newest(source) > built);
}

const alive = pid => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Runs `work` while no other process builds; a lock left by a dead process is taken over. */
async function locked(work) {
  const lock = path.join(root, 'dist/.building');
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      let holder = 0;
      try {
        holder = Number(readFileSync(lock, 'utf8'));
      } catch {
        // gone between the two calls
      }
      if (holder > 0 && !alive(holder)) rmSync(lock, { force: true });
      else await new Promise(done => setTimeout(done, 100));
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Builds the given parts where they are stale (or always with `force`). */
export async function build(parts = Object.keys(PARTS), { force = false, quiet = true } = {}) {
  if (!force && !parts.some(isStale)) return;
  // Whoever starts the build may be a test: React's development code is no part of the product, and over its budget of bytes.
  process.env.NODE_ENV = 'production';
  await locked(async () => {
    const { build: viteBuild, mergeConfig } = await import('vite');
    for (const part of parts) {
      if (!force && !isStale(part)) continue;
      const started = Date.now();
      const base = {
        root,
        configFile: false,
        logLevel: 'error',
        build: { emptyOutDir: true, sourcemap: true, minify: part === 'renderer' },
      };
      for (const { configFile = false, ...rest } of [PARTS[part].config()].flat())
        await viteBuild(
          configFile
            ? { root: path.join(root, 'renderer'), configFile, logLevel: 'error' }
            : mergeConfig(base, rest),
        );
      writeFileSync(stampOf(part), String(started));
      if (!quiet) console.error(`built ${part} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    }
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
  const unknown = names.filter(name => !(name in PARTS));
  if (unknown.length > 0) {
    console.error(`There is no part "${unknown[0]}"; the parts are ${Object.keys(PARTS).join(', ')}.`);
    process.exit(2);
  }
  await build(names.length > 0 ? names : undefined, {
    force: !process.argv.includes('--if-stale'),
    quiet: false,
  });
}
