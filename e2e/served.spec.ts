import { connect } from 'node:net';
import { expect, test } from './fixtures.ts';
import { expectHardenedPage } from './hardened-page.ts';
import type { Served } from './served-window.ts';

test('the served window opens with the service behind it', async ({ openPage }) => {
  const page = await openPage('?template=lenet-5');
  await expect(page).toHaveTitle(/lenet-5.* – Netloom/);
  await expect(page.getByText('61,706').first()).toBeVisible();
});

test('the page comes with a policy that begins with nothing', async ({ served }) => {
  const response = await fetch(`http://127.0.0.1:${served.port}/`);
  const policy = response.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("frame-ancestors 'none'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('the page has no Node, runs no foreign code and reaches no other origin', async ({ openPage }) => {
  await expectHardenedPage(await openPage());
});

/** Sends one request as written and answers the status line: a browser would not send these. */
function statusOf(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (!text.includes('\r\n')) return;
      resolve(text.slice(0, text.indexOf('\r\n')));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

function upgrade(
  served: Served,
  given: { readonly token?: string; readonly host?: string; readonly origin?: string },
): Promise<string> {
  const host = given.host ?? `127.0.0.1:${served.port}`;
  return statusOf(served.port, [
    `GET /service?token=${given.token ?? served.token} HTTP/1.1`,
    `Host: ${host}`,
    `Origin: ${given.origin ?? `http://${host}`}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]);
}

test('the socket needs the token, our own Host and our own Origin', async ({ served }) => {
  expect(await upgrade(served, {})).toBe('HTTP/1.1 101 Switching Protocols');
  expect(await upgrade(served, { token: '' })).toBe('HTTP/1.1 401 Unauthorized');
  expect(await upgrade(served, { token: `${served.token.slice(0, -1)}?` })).toBe('HTTP/1.1 401 Unauthorized');
  expect(await upgrade(served, { host: `evil.example:${served.port}` })).toBe('HTTP/1.1 403 Forbidden');
  expect(await upgrade(served, { origin: 'http://evil.example' })).toBe('HTTP/1.1 403 Forbidden');
  expect(await upgrade(served, { origin: 'null' })).toBe('HTTP/1.1 403 Forbidden');
});

test('files outside the window are not served, nor to a foreign Host', async ({ served }) => {
  const own = `Host: 127.0.0.1:${served.port}`;
  expect(await statusOf(served.port, ['GET / HTTP/1.1', own])).toBe('HTTP/1.1 200 OK');
  for (const path of ['/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/node/cli.mjs', '/%00', '/%'])
    expect(await statusOf(served.port, [`GET ${path} HTTP/1.1`, own]), path).toMatch(/ 40[04] /);
  expect(await statusOf(served.port, ['GET / HTTP/1.1', `Host: evil.example:${served.port}`])).toMatch(
    / 403 /,
  );
  expect(await statusOf(served.port, ['POST / HTTP/1.1', own])).toMatch(/ 405 /);
});

test('the server ends in order', async ({ served }) => {
  expect(await served.close()).toBe(0);
});
