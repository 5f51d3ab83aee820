import { type TidyRequest, tidyLayout } from '../../shared/layout/tidy.ts';

// Layered layouts of large networks take seconds: here they hold up nobody, and end with the worker.
self.addEventListener('message', (event: MessageEvent<TidyRequest>) => {
  try {
    self.postMessage({ positions: tidyLayout(event.data) });
  } catch (error) {
    self.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
});
