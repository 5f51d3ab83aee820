import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy, contentTypeOf, pageInTheme, windowFile } from './window-files.ts';

/**
 * Serves one file of the built window.
 *
 * @param folder the built window
 * @param socketOrigin for the content security policy
 * @param theme in which the page begins; null for the system's
 */
export async function serveStatic(
  folder: string,
  socketOrigin: string,
  request: IncomingMessage,
  response: ServerResponse,
  theme: 'light' | 'dark' | null,
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
  const page = isPage ? pageInTheme(await readFile(file), theme) : null;
  response.writeHead(200, {
    'content-type': contentTypeOf(file),
    'content-length': page?.length ?? status.size,
    'cache-control': isPage ? 'no-store' : 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isPage ? { 'content-security-policy': contentSecurityPolicy(socketOrigin) } : {}),
  });
  if (request.method === 'HEAD') response.end();
  else if (page) response.end(page);
  else createReadStream(file).pipe(response);
}
