import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Service } from '../../main/service/service.ts';
import { type RunningServer, startServer } from './server.ts';

let server: RunningServer;
let connected = 0;
let theme: 'light' | 'dark' | null = null;
const folder = mkdtempSync(path.join(tmpdir(), 'netloom-server-'));

beforeAll(async () => {
  mkdirSync(path.join(folder, 'window'));
  writeFileSync(
    path.join(folder, 'window/index.html'),
    '<!doctype html><html lang="en"><title>Netloom</title>',
  );
  writeFileSync(path.join(folder, 'secret.txt'), 'secret');
  const service: Service = {
    connect: channel => {
      connected += 1;
      channel.onMessage(message => channel.send({ event: 'echo', data: message }));
    },
    windows: 0,
    close: async () => undefined,
  };
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    folder: path.join(folder, 'window'),
    service,
    theme: () => theme,
  });
});
afterAll(() => server.close());

/** A plain GET with chosen headers, which a browser would not let a page choose. */
function get(
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: server.port, path: target, headers }, response => {
      let body = '';
      response.on('data', chunk => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
    });
    call.on('error', reject);
    call.end();
  });
}

/** Opens the service's socket; answers the refusal's status, or 101. */
function openSocket(options: {
  token?: string;
  origin?: string;
  host?: string;
  path?: string;
}): Promise<number> {
  const {
    token = server.token,
    origin = `http://127.0.0.1:${server.port}`,
    host,
    path: place = '/service',
  } = options;
  return new Promise(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${place}?token=${encodeURIComponent(token)}`, {
      origin,
      ...(host === undefined ? {} : { headers: { host } }),
    });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => resolve(0));
  });
}

describe('the served window', () => {
  it('is served with a strict content security policy and no sniffing', async () => {
    const page = await get('/');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Netloom') });
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self';/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  it('begins in the colours that the user fixed, read anew for each page', async () => {
    expect((await get('/')).body).toContain('<html lang="en">');
    theme = 'dark';
    const { body, headers } = await get('/');
    theme = null;
    expect(body).toContain('<html data-theme="dark" lang="en">');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/nothing'])(
    'does not serve %s',
    async target => {
      const { status, body } = await get(target);
      expect(status).toBe(404);
      expect(body).not.toContain('secret\n');
    },
  );

  it('refuses a name that only resolves here (DNS rebinding)', async () => {
    expect((await get('/', { host: `evil.example:${server.port}` })).status).toBe(403);
  });
});

describe('the socket', () => {
  it('opens for the own page with the token', async () => {
    const before = connected;
    expect(await openSocket({})).toBe(101);
    expect(connected).toBe(before + 1);
  });

  it.each([
    ['a wrong token', { token: 'x'.repeat(32) }, 401],
    ['no token', { token: '' }, 401],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['a foreign host', { host: 'evil.example' }, 403],
    ['another path', { path: '/other' }, 404],
  ])('is refused for %s', async (_, options, status) => {
    const before = connected;
    expect(await openSocket(options)).toBe(status);
    expect(connected).toBe(before);
  });
});
