import type { Channel } from '../../shared/contract/protocol.ts';

/** What Electron gives a utility process instead of Node's `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', receive: (event: { data: unknown }) => void): void;
  off(event: 'message', receive: (event: { data: unknown }) => void): void;
}

/**
 * The channel to the process that started this one: Electron's parent port in a utility process, else Node's own channel.
 *
 * @throws Error when the program was started by hand
 */
export function processChannel(): Channel {
  const port = 'parentPort' in process ? (process.parentPort as ParentPort | null) : null;
  if (port) {
    return {
      send: message => port.postMessage(message),
      onMessage(receive) {
        const listener = (event: { data: unknown }) => receive(event.data);
        port.on('message', listener);
        return () => port.off('message', listener);
      },
      // Electron ends a utility process together with its parent.
      onClose: () => undefined,
    };
  }
  if (!process.send)
    throw new Error('The service is started by the Netloom window; run "netloom open" or "netloom serve".');
  return {
    send: message => {
      if (process.connected) process.send?.(message);
    },
    onMessage(receive) {
      process.on('message', receive);
      return () => process.off('message', receive);
    },
    onClose: closed => process.once('disconnect', () => closed('The window is gone.')),
  };
}
