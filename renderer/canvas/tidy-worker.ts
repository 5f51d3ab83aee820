import { type TidyRequest, tidyLayout } from '../../shared/layout/tidy.ts';

// A layout of ten thousand layers takes a tenth of a second: here it holds up nobody.
self.addEventListener('message', (event: MessageEvent<TidyRequest>) => {
  try {
    self.postMessage({ positions: tidyLayout(event.data) });
  } catch (error) {
    self.postMessage({ problem: error instanceof Error ? error.message : String(error) });
  }
});
