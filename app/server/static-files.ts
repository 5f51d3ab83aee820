import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy, contentTypeOf, windowFile } from './window-files.ts';

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
  const file = windowFile(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
  if (file === null) return refuse(404, 'There is no such file.');
  const status = await stat(file).catch(() => null);
  if (!status?.isFile()) return refuse(404, 'There is no such file.');
  const isPage = file.endsWith('.html');
  response.writeHead(200, {
    'content-type': contentTypeOf(file),
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
