// Native TensorFlow of the right size with wrong bytes under the command line: it crashes the process that loads it. Each command says so,
// with what mends it, and the next one takes JavaScript, as the window does.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { inspect } from '../main/setup/inspect.ts';
import { test as base, type CommandEnd, expect, runNetloom } from './fixtures.ts';
import { FRAMEWORK, ownInstallation } from './own-installation.ts';

const test = base.extend<{
  /** Runs the command line with a library of wrong bytes that no one knows of yet. */
  runDamaged: (parameters: readonly string[]) => Promise<CommandEnd>;
}>({
  runDamaged: async ({ environment, folder, netloom }, use) => {
    const installation = await ownInstallation(environment);
    expect((await netloom(['new', 'spirals-mlp', '-o', 's.netloom'])).code).toBe(0);
    expect((await netloom(['train', 's.netloom', '--epochs', '1', '-o', 'run'])).code).toBe(0);
    installation.own(FRAMEWORK, whole => whole.fill(0, whole.length >> 1));
    await use(parameters => runNetloom(parameters, { ...installation, folder }));
    expect((await inspect(installation.place)).verified, 'the next set-up tries it').toBeNull();
    installation.remove();
  },
});

const TOLD =
  'netloom: The process that computes for this command ended (signal SIGSEGV). TensorFlow is in place but does not compute: ' +
  'the process crashed. To mend it, run: npx netloom setup [engine.not-ready]\n';

for (const [name, words, answer] of [
  ['evaluate', ['s.netloom', '--run', 'run', '--format', 'json'], /^\{"loss":/],
  ['predict', ['s.netloom', '--run', 'run', '--count', '1'], /^ +0 .*target/],
  ['train', ['s.netloom', '--find-learning-rate'], /^rate /],
  ['export', ['onnx', 's.netloom', '--run', 'run', '-o', 's.onnx'], /"verified":true/],
] as const)
  test(`netloom ${name} says that the library crashed it, and takes JavaScript the next time`, async ({
    runDamaged,
    folder,
  }) => {
    expect(await runDamaged([name, ...words])).toEqual({ code: 1, stdout: '', stderr: TOLD });
    expect(existsSync(path.join(folder, 's.onnx'))).toBe(false);
    const next = await runDamaged([name, ...words]);
    expect(next.code, next.stderr).toBe(0);
    expect(next.stdout).toMatch(answer);
  });

test('an engine that was asked for by name is not replaced: the next command says what is damaged', async ({
  runDamaged,
}) => {
  const words = ['predict', 's.netloom', '--run', 'run', '--engine', 'tensorflow'];
  expect(await runDamaged(words)).toEqual({ code: 1, stdout: '', stderr: TOLD });
  const { code, stdout, stderr } = await runDamaged(words);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^netloom: .* To mend it, run: npx netloom setup \[engine\.not-ready\]\n$/);
});
