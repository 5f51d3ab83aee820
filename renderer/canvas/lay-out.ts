import type { NetloomDocument, Point } from '../../shared/document/schema.ts';
import { nodeOrder } from '../../shared/document/serialize.ts';
import type { TidyRequest } from '../../shared/layout/tidy.ts';
import TidyWorker from './tidy-worker.ts?worker';
import { canvasAspect } from './viewport.ts';

type Positions = Readonly<Record<string, Point>>;

/** How long a layout may take, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Lays a network out to fill the canvas, in a worker.
 *
 * @throws Error with a sentence when it takes too long or the layout fails
 */
export function layOut(document: NetloomDocument): Promise<Positions> {
  const request: TidyRequest = {
    nodes: nodeOrder(document),
    edges: document.edges.map(({ from, fromPort, to, toPort }) => ({ from, fromPort, to, toPort })),
    aspect: canvasAspect(),
  };
  return new Promise((resolve, reject) => {
    const worker = new TidyWorker();
    const end = (finish: () => void) => {
      clearTimeout(timer);
      worker.terminate();
      finish();
    };
    const timer = setTimeout(
      () => end(() => reject(new Error('Laying out this network takes more than a minute; it was stopped.'))),
      PATIENCE,
    );
    worker.addEventListener('message', (event: MessageEvent<{ positions?: Positions; problem?: string }>) => {
      const { positions, problem } = event.data;
      end(() => (positions ? resolve(positions) : reject(new Error(problem ?? 'The layout failed.'))));
    });
    worker.addEventListener('error', event =>
      end(() => reject(new Error(event.message || 'The layout failed.'))),
    );
    worker.postMessage(request);
  });
}
