// Bundles a TypeScript script for Node, as app/build.mjs does with the product.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Builds scripts of this repository.
 *
 * @param input file by name of the built script, relative to the repository
 * @param outDir where to put them, relative to the repository; emptied first
 * @returns gives the path of a built script by its name
 */
export async function buildScripts(input, outDir) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input,
        output: { entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
  return name => path.join(root, outDir, `${name}.mjs`);
}
