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

/** The content type that a file of the window is served with. */
export function contentTypeOf(file: string): string {
  return TYPES[path.extname(file)] ?? 'application/octet-stream';
}

/**
 * The window's content security policy, from nothing upwards: own scripts, styles, fonts, workers, and where it is served
 * the service's socket on the same host. React Flow positions nodes by style attributes.
 *
 * @param socketOrigin e.g. `ws://127.0.0.1:4321`; empty on the desktop, whose service is reached without the network
 */
export function contentSecurityPolicy(socketOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`.trim(),
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * The file that an address names.
 *
 * @param folder the built window
 * @param pathname of the address, still encoded
 * @returns the absolute path below the folder; null for an address that names none
 */
export function windowFile(folder: string, pathname: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  const file = path.join(folder, path.normalize(name === '/' ? '/index.html' : name));
  return name.includes('\0') || !file.startsWith(folder + path.sep) ? null : file;
}

/**
 * The window's page in the colours that the user fixed, from its first paint on.
 *
 * @param page its HTML
 * @param theme null leaves it to the system
 */
export function pageInTheme(page: Buffer, theme: 'light' | 'dark' | null): Buffer {
  if (theme === null) return page;
  const html = page.toString('utf8');
  return Buffer.from(
    html
      .replace('<html ', `<html data-theme="${theme}" `)
      .replace('name="color-scheme" content="light dark"', `name="color-scheme" content="${theme}"`),
  );
}
