import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Service } from '../../main/service/service.ts';
import { socketChannel } from './socket-channel.ts';
import { serveStatic } from './static-files.ts';

/** The largest message a window may send: a document with its frame. */
const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

/** How the window is served. */
export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** The built window. */
  readonly folder: string;
  readonly service: Service;
  /** The colours in which the page begins; null for the system's. */
  readonly theme: () => 'light' | 'dark' | null;
}

/** A running server. */
export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** The address to open, with the token, e.g. `http://127.0.0.1:4321/#token=...`. */
  readonly address: string;
  readonly token: string;
  close(): Promise<void>;
}

/**
 * Serves the window and the service's socket. A socket needs the random token, this server's own Host, and the served
 * page's Origin: another page in the same browser, or a name that resolves here (DNS rebinding), gets nothing.
 *
 * @throws Error with the system's code when the address cannot be had
 */
export async function startServer({
  host,
  port,
  folder,
  service,
  theme,
}: ServerOptions): Promise<RunningServer> {
  const token = randomBytes(24).toString('base64url');
  const server = createServer((request, response) => {
    if (!isOwnHost(request, host, boundPort())) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('This address is not served here.');
      return;
    }
    void serveStatic(folder, `ws://${request.headers.host}`, request, response, theme());
  });
  const boundPort = () => (server.address() as AddressInfo).port;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  server.on('upgrade', (request, stream, head) => {
    const refusal = refuseUpgrade(request, host, boundPort(), token);
    if (refusal) {
      (stream as Socket).end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, socket => service.connect(socketChannel(socket)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    host,
    port: boundPort(),
    token,
    address: `http://${shown}:${boundPort()}/#token=${token}`,
    close: () =>
      new Promise(resolve => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether a request names this server: loopback names for a loopback server, anything with the port otherwise. */
function isOwnHost(request: IncomingMessage, host: string, port: number): boolean {
  const named = request.headers.host ?? '';
  if (!isLoopback(host)) return named.endsWith(`:${port}`) || (port === 80 && !named.includes(':'));
  return [`${host}:${port}`, `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`].includes(named);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function refuseUpgrade(request: IncomingMessage, host: string, port: number, token: string): string | null {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname !== '/service') return '404 Not Found';
  if (!isOwnHost(request, host, port)) return '403 Forbidden';
  if (request.headers.origin !== `http://${request.headers.host}`) return '403 Forbidden';
  const given = Buffer.from(url.searchParams.get('token') ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? null : '401 Unauthorized';
}
