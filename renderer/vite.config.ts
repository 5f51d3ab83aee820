import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Electron 9 brings Chromium 83, the oldest in which the window must work. */
const OLDEST = 'chrome83';

/** The most JavaScript, in bytes, that is read before the window stands; what is seen later is imported when it is asked for. */
const FIRST_BYTES = 1_600_000;

/** Fails the build when the window would begin with more than its budget. */
const sizeBudget: Plugin = {
  name: 'size-budget',
  generateBundle(_options, bundle) {
    const first = new Set<string>();
    const add = (name: string) => {
      const chunk = bundle[name];
      if (first.has(name) || chunk?.type !== 'chunk') return;
      first.add(name);
      for (const other of chunk.imports) add(other);
    };
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && chunk.isEntry) add(chunk.fileName);
    const sizes = [...first].map(name => {
      const chunk = bundle[name];
      return { name, bytes: chunk?.type === 'chunk' ? Buffer.byteLength(chunk.code) : 0 };
    });
    const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= FIRST_BYTES) return;
    const list = sizes.sort((a, b) => b.bytes - a.bytes).map(({ name, bytes }) => `${name} ${bytes}`);
    this.error(
      `The window begins with ${total} bytes of JavaScript; its budget is ${FIRST_BYTES} (renderer/vite.config.ts). Import what is not seen at first when it is asked for. ${list.join(', ')}`,
    );
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses: the same files are served over HTTP and from the desktop's own scheme.
  base: './',
  plugins: [react(), sizeBudget],
  worker: { format: 'es' },
  build: {
    target: OLDEST,
    cssTarget: OLDEST,
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // The polyfill of preloading would be an inline script, which the page's policy forbids.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    sourcemap: true,
    // Polyfills and settings come first, also where modules that several chunks share stand in a chunk of their own.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
});
