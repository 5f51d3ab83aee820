import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Electron 9 brings Chromium 83, the oldest in which the window must work. */
const OLDEST = 'chrome83';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses: the same files are served over HTTP and from the desktop's own scheme.
  base: './',
  plugins: [react()],
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
