// Electron 9 answers a scheme with registerBufferProtocol, a current one with protocol.handle.
import { promises as fs } from 'node:fs';
import { protocol } from 'electron';
import { chosenTheme } from '../../main/documents/chosen-theme.ts';
import { userDataDirectory } from '../../main/documents/user-data.ts';
import { contentSecurityPolicy, contentTypeOf, pageInTheme, windowFile } from '../server/window-files.ts';

/** The scheme of the window's own files. */
const SCHEME = 'netloom';
/** Where the window's page lives: its origin, as the browser sees it. */
export const APP_ORIGIN = `${SCHEME}://app`;

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly data: Buffer;
}

/** Declares the scheme as one like https; before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/**
 * Serves the built window under {@link APP_ORIGIN}, and nothing else.
 *
 * @param folder the built window
 */
export function serveAppScheme(folder: string): void {
  const current: Partial<Pick<typeof protocol, 'handle'>> = protocol;
  if (current.handle) {
    protocol.handle(SCHEME, async request => {
      const { status, headers, data } = await answer(folder, request.url, request.method);
      return new Response(new Uint8Array(data), { status, headers });
    });
    return;
  }
  protocol.registerBufferProtocol(SCHEME, (request, respond) => {
    void answer(folder, request.url, request.method).then(({ status, headers, data }) => {
      const [mimeType = '', charset] = (headers['content-type'] ?? '').split('; charset=');
      respond({ statusCode: status, headers, mimeType, ...(charset ? { charset } : {}), data });
    });
  });
}

async function answer(folder: string, address: string, method: string): Promise<Answer> {
  const { host, pathname } = new URL(address);
  const file = host === 'app' && method === 'GET' ? windowFile(folder, pathname) : null;
  const data = file === null ? null : await fs.readFile(file).catch(() => null);
  if (file === null || data === null) {
    return {
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      data: Buffer.from('There is no such file.'),
    };
  }
  return {
    status: 200,
    headers: {
      'content-type': contentTypeOf(file),
      'x-content-type-options': 'nosniff',
      'content-security-policy': contentSecurityPolicy(''),
    },
    data: file.endsWith('.html') ? pageInTheme(data, chosenTheme(userDataDirectory())) : data,
  };
}
