import { createInterface } from 'node:readline';

/** What a contender of the training benchmark does: builds a network by name and answers one epoch's function. */
export type Build = (network: string) => Promise<() => Promise<unknown> | unknown>;

/**
 * Serves a contender: a first line says that its libraries are loaded; then each line on stdin names a network, an epoch of it is trained, its
 * milliseconds are the answer's line.
 *
 * @param build makes a network ready; it is asked once for each
 */
export async function serveContender(build: Build): Promise<void> {
  console.log(JSON.stringify({ ready: true }));
  const epochs = new Map<string, () => Promise<unknown> | unknown>();
  for await (const network of createInterface({ input: process.stdin })) {
    const epoch = epochs.get(network) ?? (await build(network));
    epochs.set(network, epoch);
    const start = performance.now();
    await epoch();
    console.log(JSON.stringify({ ms: performance.now() - start }));
  }
}
