import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { ELECTRON_FLAGS, expect, test } from './fixtures.ts';
import { prepareElectron } from './prepare.mjs';
import { NETLOOM } from './served-window.ts';

/** Starts `netloom open` and collects what it writes. */
function open(folder: string, environment: NodeJS.ProcessEnv, parameters: readonly string[] = []) {
  const child: ChildProcess = spawn(process.execPath, [NETLOOM, 'open', ...parameters], {
    cwd: folder,
    env: environment,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  return {
    child,
    text: () => text,
    ended: new Promise<number | null>(resolve => child.once('exit', code => resolve(code))),
  };
}

/** Processes whose command line names a folder of this test, e.g. Electron's. */
async function processesWith(word: string): Promise<number> {
  const list = spawn('pgrep', ['-f', '-c', '--', word]);
  let count = '';
  list.stdout.setEncoding('utf8').on('data', (part: string) => {
    count += part;
  });
  await new Promise(resolve => list.once('close', resolve));
  return Number(count);
}

test('netloom open shows the desktop window and ends with it', async ({
  folder,
  environment,
  display,
  netloom,
}) => {
  await netloom(['new', 'lenet-5', '-o', 'opened.netloom']);
  const file = path.join(folder, 'opened.netloom');
  const { child, text, ended } = open(
    folder,
    {
      ...environment,
      DISPLAY: display.name,
      NETLOOM_ELECTRON: prepareElectron(),
      NETLOOM_ELECTRON_FLAGS: ELECTRON_FLAGS.join(' '),
    },
    ['opened.netloom'],
  );
  await expect.poll(() => processesWith(`electron.* ${file}`), { timeout: 60_000 }).toBeGreaterThan(0);
  await new Promise(resolve => setTimeout(resolve, 3000));
  expect(child.exitCode).toBeNull();
  expect(text()).not.toContain('served');
  child.kill('SIGTERM');
  await ended;
  await expect.poll(() => processesWith(`electron.* ${file}`)).toBe(0);
});

const refusals: readonly (readonly [string, NodeJS.ProcessEnv, RegExp])[] = [
  ['no display', { DISPLAY: '', WAYLAND_DISPLAY: '' }, /there is no display/],
  [
    'no Electron',
    { NETLOOM_ELECTRON: '/nowhere/electron', NETLOOM_ELECTRON_FLAGS: '--no-sandbox' },
    /names "\/nowhere\/electron", which does not exist/,
  ],
  [
    'an Electron that does not start',
    { NETLOOM_ELECTRON: '/bin/false', NETLOOM_ELECTRON_FLAGS: '--no-sandbox' },
    /ended before it showed a window \(exit status 1\)/,
  ],
];
for (const [name, more, reason] of refusals)
  test(`with ${name} the window is served, and the reason is told`, async ({
    folder,
    environment,
    display,
  }) => {
    const { child, text, ended } = open(folder, { ...environment, DISPLAY: display.name, ...more });
    await expect
      .poll(text, { timeout: 60_000 })
      .toMatch(/Netloom is served at http:\/\/127\.0\.0\.1:\d+\/#token=/);
    expect(text()).toMatch(reason);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
