import type { Channel } from '../../shared/contract/protocol.ts';

/** How long a connection may take, in milliseconds. */
const TIMEOUT = 4000;

/**
 * Opens the service's WebSocket on the page's own host: `/service?token=TOKEN`.
 *
 * @param token the page's token
 * @returns the open channel
 * @throws Error with a sentence when it cannot be opened
 */
export function openSocket(token: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const address = new URL('service', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.search = `?token=${encodeURIComponent(token)}`;
    address.hash = '';
    const socket = new WebSocket(address.href);
    const timer = setTimeout(() => socket.close(), TIMEOUT);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve(channelOf(socket));
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      reject(new Error('The service does not answer; it may have been stopped.'));
    });
  });
}

function channelOf(socket: WebSocket): Channel {
  return {
    send: message => socket.send(JSON.stringify(message)),
    onMessage(receive) {
      const listener = (event: MessageEvent<unknown>) => {
        if (typeof event.data === 'string') receive(JSON.parse(event.data));
      };
      socket.addEventListener('message', listener);
      return () => socket.removeEventListener('message', listener);
    },
    onClose(closed) {
      socket.addEventListener('close', () => closed('The connection to the service was lost.'));
    },
  };
}
