import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.map': 'application/json',
};

/**
 * The window's content security policy, from nothing upwards: own scripts, styles, fonts, workers, and the service's
 * socket on the same host. React Flow positions nodes by style attributes.
 *
 * @param socketOrigin e.g. `ws://127.0.0.1:4321`
 */
export function contentSecurityPolicy(socketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Serves one file of the built window.
 *
 * @param folder the built window
 * @param socketOrigin for the content security policy
 */
export async function serveStatic(
  folder: string,
  socketOrigin: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, text: string) => {
    response.writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    response.end(text);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET is served here.');
  let name: string;
  try {
    name = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  } catch {
    return refuse(400, 'The address is not valid.');
  }
  const file = path.join(folder, path.normalize(name === '/' ? '/index.html' : name));
  if (name.includes('\0') || !file.startsWith(folder + path.sep))
    return refuse(404, 'There is no such file.');
  const status = await stat(file).catch(() => null);
  if (!status?.isFile()) return refuse(404, 'There is no such file.');
  const isPage = file.endsWith('.html');
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-length': status.size,
    'cache-control': isPage ? 'no-store' : 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isPage ? { 'content-security-policy': contentSecurityPolicy(socketOrigin) } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}
