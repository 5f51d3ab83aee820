import type { WebSocket } from 'ws';
import type { Channel } from '../../shared/contract/protocol.ts';

/**
 * A WebSocket as a channel of the service protocol. What is not JSON is dropped.
 *
 * @param socket an open socket
 */
export function socketChannel(socket: WebSocket): Channel {
  return {
    send: message => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage(receive) {
      const listener = (data: unknown) => {
        try {
          receive(JSON.parse(String(data)));
        } catch {
          // Not ours; the window sends JSON only.
        }
      };
      socket.on('message', listener);
      return () => socket.off('message', listener);
    },
    onClose: closed => socket.once('close', () => closed('The window went away.')),
  };
}
