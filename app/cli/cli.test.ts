import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { npzFile } from '../../main/datasets/testing.ts';
import { PAIRS, pairsArrays, pairsDocument, pairsFile } from '../../main/training/pairs-testing.ts';
import { COMMAND_LINE_ANSWERS } from '../../shared/contract/command-line.ts';
import { arraysReportSchema, dataReportSchema } from '../../shared/contract/data.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';

const launcher = fileURLToPath(new URL('../netloom.mjs', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'netloom-cli-'));
const lenet = path.join(folder, 'lenet.netloom');

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command in a process of its own. */
function netloom(...words: readonly string[]): Promise<Outcome> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [launcher, ...words],
      { cwd: folder, env: { ...process.env, NETLOOM_DATA: path.join(folder, 'data') }, maxBuffer: 1e8 },
      (error, stdout, stderr) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

beforeAll(async () => {
  const made = await netloom('new', 'lenet-5', '-o', lenet);
  expect(made).toMatchObject({ status: 0, stdout: '' });
}, 120_000);

describe('the command line', () => {
  it('summarizes LeNet-5 (LeCun 1998, the 61,706 parameters of the all-connected form), with nothing on stderr', async () => {
    const { status, stdout, stderr } = await netloom('summary', lenet, '--format', 'json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const summary = COMMAND_LINE_ANSWERS.summary.parse(JSON.parse(stdout));
    expect(summary.totals).toMatchObject({ params: 61_706, trainableParams: 61_706, nonTrainableParams: 0 });
    expect(summary.layers[1]).toMatchObject({
      name: 'conv1',
      outputShape: [null, 28, 28, 6],
      params: 156,
      connectedTo: ['input'],
    });
  });

  it.each(['text', 'csv', 'markdown', 'latex'])('writes the summary as %s', async format => {
    const { status, stdout } = await netloom('summary', lenet, '--format', format);
    expect(status).toBe(0);
    expect(stdout).toContain('conv1');
    expect(stdout).toMatch(/48,120|48120/);
  });

  it('counts a batch: 32 × 416,520 multiply-adds', async () => {
    const { stdout } = await netloom('summary', lenet, '--format', 'json', '--batch', '32');
    expect(JSON.parse(stdout).totals.macs).toBe(32 * 416_520);
  });

  it('edits a document: parameters, names, frozen layers', async () => {
    const file = path.join(folder, 'edited.netloom');
    const edited = await netloom(
      'edit',
      lenet,
      '--set',
      'conv1.filters=12',
      '--rename',
      'fc5=dense1',
      '--freeze',
      'conv*',
      '-o',
      file,
    );
    expect(edited).toEqual({ status: 0, stdout: '', stderr: '' });
    const { stdout } = await netloom('diff', lenet, file, '--format', 'json');
    const difference = COMMAND_LINE_ANSWERS.diff.parse(JSON.parse(stdout));
    expect(difference).toMatchObject({
      same: false,
      added: [{ layer: 'dense1' }],
      removed: [{ layer: 'fc5' }],
    });
    // conv1 (5 × 5 × 1 + 1) × 12 = 312 and conv3 (5 × 5 × 12 + 1) × 16 = 4,816 are frozen.
    expect(difference.totals.after.nonTrainableParams).toBe(312 + 4816);
  });

  it('checks: exit 0 for a sound network, 1 with the sentence for a broken one', async () => {
    expect(await netloom('check', lenet)).toMatchObject({
      status: 0,
      stdout: 'lenet-5: 0 errors, 0 warnings\n',
    });
    const broken = path.join(folder, 'broken.netloom');
    await netloom('edit', lenet, '--set', 'conv3.kernel_size=99', '-o', broken);
    const { status, stdout } = await netloom('check', broken, '--format', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      errors: 1,
      problems: [{ code: 'shape.kernel', layer: 'conv3' }],
    });
  });

  it('warns of the width normalized in channels-first data, exit 0', async () => {
    const video = path.join(folder, 'video.netloom');
    await netloom('new', 'conv3d-video', '-o', video);
    const { status, stdout } = await netloom('check', video, '--format', 'json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      errors: 0,
      warnings: 3,
      problems: [{ code: 'normalization.axis', fix: 'Set axis to 1' }, {}, {}],
    });
  });

  it.each([
    [['summary'], 2],
    [['summary', 'x', '--format', 'xml'], 2],
    [['fly'], 2],
    [['new', 'nothing', '-o', 'x.netloom'], 2],
    [['serve', '--port', '99999'], 2],
    [['train', lenet, '--set', 'training.epochs=0'], 2],
    [['summary', 'missing.netloom'], 1],
    [['edit', lenet, '--set', 'nobody.filters=3'], 1],
    [['edit', lenet, '--set', 'conv1.filters=-3'], 1],
    [['train', lenet, '--dataset', 'nothing'], 1],
    [['train', lenet, '--dataset', 'xor'], 1],
    [['evaluate', lenet, '--run', 'none'], 1],
  ])('refuses %j with exit %i and one sentence', async (words, status) => {
    const outcome = await netloom(...words);
    expect(outcome).toMatchObject({ status, stdout: '' });
    expect(outcome.stderr).toMatch(/\S/);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });

  it.each([
    [
      ['edit', lenet, '--set', 'conv1'],
      '--set LAYER.PARAM=VALUE was expected; got "conv1". [usage.assignment]',
    ],
    [
      ['train', lenet, '--set', 'epochs'],
      '--set training.KEY=VALUE was expected; got "epochs". [usage.assignment]',
    ],
    [['edit', lenet, '--set', 'fc5.filters=3'], 'fc5 (Dense) has no parameter "filters"; it has units, '],
    [
      ['train', lenet, '--scaling', 'zscore'],
      '--scaling takes one of auto, none, unit, standardization, min-max, per-channel, or NAME= and one of them; got "zscore". [usage.scaling]',
    ],
    [
      ['train', lenet, '--scaling', 'a=unit', '--scaling', 'a=none'],
      '--scaling is given twice for "a". Give it once. [usage.twice]',
    ],
    [
      ['train', lenet, '--columns', 'a=b', '--columns', 'a=c'],
      'Give it once, with all columns: --columns a=COLUMN,COLUMN. [usage.twice]',
    ],
    [['train', lenet, '--columns', 'a=b,'], 'got "a=b,", where a column has no name. [usage.assignment]'],
    [['weights', lenet, 'missing.safetensors'], 'missing.safetensors". [file.missing]'],
    [['weights', lenet, '.'], 'is a folder; a file was expected. [file.folder]'],
    [
      ['import', 'missing.onnx', '-o', 'x.netloom'],
      'cannot be read: there is no such file or folder. [import.read]',
    ],
    [
      ['export', 'onnx', lenet, '-o', path.join(lenet, 'x.onnx')],
      'a part of the path is a file, not a folder. [export.write]',
    ],
  ])('says of %j what was expected', async (words, sentence) => {
    const { status, stderr } = await netloom(...words);
    expect(stderr).toContain(sentence);
    expect(status).toBe(sentence.includes('[usage.') ? 2 : 1);
  });

  it.each([
    ['new', 'lenet-5'],
    ['edit', lenet, '--set', 'conv1.filters=7'],
    ['export', 'onnx', lenet, '--no-verify'],
    ['export', 'keras', lenet],
    ['export', 'pytorch', lenet],
    ['export', 'svg', lenet],
    ['import', path.join(folder, 'lenet.onnx')],
  ])('writes no file into a folder that does not exist, which may be a slip: %s %s', async (...words) => {
    if (words[0] === 'import') await netloom('export', 'onnx', lenet, '--no-verify', '-o', 'lenet.onnx');
    const { status, stderr } = await netloom(...words, '-o', 'nowhere/file');
    expect(status).toBe(1);
    expect(stderr).toMatch(/folder.*does not exist/);
    expect(existsSync(path.join(folder, 'nowhere'))).toBe(false);
  });

  it('tells of many layers those that are called alike', async () => {
    const resnet = path.join(folder, 'resnet.netloom');
    await netloom('new', 'resnet-34', '-o', resnet);
    const { stderr } = await netloom('edit', resnet, '--set', 'Softmax.units=3');
    expect(stderr).toContain('There is no layer named "Softmax"');
    expect(stderr).toMatch(/\(of \d+ layers; "netloom summary" lists them\)/);
    expect(stderr.length).toBeLessThan(400);
  });

  it('sends to import whoever gives a model of another program', async () => {
    writeFileSync(path.join(folder, 'model.onnx'), 'anything');
    const { status, stderr } = await netloom('summary', 'model.onnx');
    expect(status).toBe(1);
    expect(stderr).toContain('netloom import model.onnx -o model.netloom [document.foreign]');
  });

  it('keeps what a new document takes the place of', async () => {
    const file = path.join(folder, 'twice.netloom');
    await netloom('new', 'lenet-5', '-o', file);
    await netloom('edit', file, '--set', 'conv1.filters=7');
    const edited = readFileSync(file, 'utf8');
    const again = await netloom('new', 'lenet-5', '-o', file);
    expect(again.stderr).toContain(`kept as ${file}.bak`);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(edited);
    expect((await netloom('new', 'lenet-5', '-o', file)).stderr, 'the same once more').not.toContain('.bak');
  });

  it.each(['templates', 'engines', 'data'] as const)('answers %s in its published form', async command => {
    const { status, stdout } = await netloom(command, '--format', 'json');
    expect(status).toBe(0);
    expect(COMMAND_LINE_ANSWERS[command].parse(JSON.parse(stdout)).length).toBeGreaterThan(1);
  });

  it('leaves a document alone that cannot be read', async () => {
    const bad = path.join(folder, 'bad.netloom');
    writeFileSync(bad, '<html>');
    const outcome = await netloom('edit', bad, '--set', 'a.b=1');
    expect(outcome).toMatchObject({ status: 1, stderr: expect.stringContaining('web page') });
    expect(readFileSync(bad, 'utf8')).toBe('<html>');
  });

  it('trains on an archive for two inputs and two outputs, describes it, and tells of each output', {
    timeout: 120_000,
  }, async () => {
    const training = { epochs: 2, data: { scaling: { facts: 'standardization' } } } as const;
    const pairs = path.join(folder, 'pairs.netloom');
    writeFileSync(pairs, serializeDocument(pairsDocument(training)));
    const other = { ids: { shape: [PAIRS], data: new Int32Array(PAIRS) } };
    writeFileSync(path.join(folder, 'pairs.npz'), await pairsFile(other));

    const unknown = await netloom('data', 'pairs.npz');
    expect(unknown).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('--network FILE'),
    });
    expect(unknown.stdout).toMatch(
      /of 400 samples, by name, .*\n {2}photo {2}400 × 4 × 4 {2}uint8 +\d+ to \d+\n/,
    );
    const arrays = await netloom('data', 'pairs.npz', '--format', 'json');
    expect(arraysReportSchema.parse(JSON.parse(arrays.stdout)).arrays).toHaveLength(5);
    const columns = await netloom('data', 'pairs.npz', '--columns', 'facts=facts');
    expect(columns).toMatchObject({ status: 2, stderr: expect.stringContaining('[data.usage]') });
    const described = await netloom('data', 'pairs.npz', '--network', pairs);
    expect(described.stdout).toContain('each photo 4 × 4 × 1, facts 2 → side 2, sum 1');
    expect(described.stdout).toContain('classes of side\n  0     200');
    expect(described.stdout).toContain('unused    ids');
    const misfit = await netloom('data', 'mnist', '--network', pairs);
    expect(misfit.stdout).toMatch(
      /\ntraining {2}would be refused: The data set "Handwritten digits .* feeds one input; .*\.\n$/,
    );
    const asJson = await netloom('data', 'pairs.npz', '--network', pairs, '--format', 'json');
    const report = dataReportSchema.parse(JSON.parse(asJson.stdout));
    expect(report.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['photo', [4, 4, 1]],
      ['facts', [2]],
    ]);

    const run = path.join(folder, 'pairs-run');
    const lacking = await netloom('train', pairs, '--dataset', 'pairs.npz', '--columns', 'sum=total');
    expect(lacking).toMatchObject({ status: 1, stderr: expect.stringContaining('the output "sum"') });
    const trained = await netloom(
      'train',
      pairs,
      '--dataset',
      'pairs.npz',
      '--columns',
      'sum=sum',
      '-o',
      run,
    );
    expect(trained.stdout).toMatch(
      /^epoch {3}1 {2}loss [\d.]+ {2}val_loss [\d.]+ {2}.*\n {2}side {2}loss [\d.]+ {2}accuracy [\d.]+ %\n {2}sum {3}loss [\d.]+ /,
    );
    const evaluated = await netloom('evaluate', pairs, '--run', run, '--format', 'json');
    const scores = COMMAND_LINE_ANSWERS.evaluate.parse(JSON.parse(evaluated.stdout));
    expect(Object.keys(scores.outputs ?? {})).toEqual(['side', 'sum']);
    const predicted = await netloom('predict', pairs, '--run', run, '--count', '2', '--format', 'json');
    const [first] = predicted.stdout
      .split('\n')
      .filter(Boolean)
      .map(line => COMMAND_LINE_ANSWERS.predict.parse(JSON.parse(line)));
    expect(first).toMatchObject({ sample: 0, outputs: { sum: [expect.any(Number)] } });
    const side = first && 'targets' in first ? first.targets?.side : null;
    expect(side?.toSorted()).toEqual([0, 1]);

    const { photo, facts } = pairsArrays();
    writeFileSync(path.join(folder, 'bare.npz'), await npzFile({ photo, facts }));
    const told = await netloom('predict', pairs, '--run', run, '--dataset', 'bare.npz', '--offset', '399');
    expect(told.stdout).toMatch(/^ {2}399 {2}side [\d.]+, [\d.]+; sum -?[\d.]+\n$/);
    expect(told.stderr).toContain('no targets');
  });

  it('trains, evaluates, predicts and exports a run', { timeout: 120_000 }, async () => {
    const xor = path.join(folder, 'xor.netloom');
    await netloom('new', 'xor-mlp', '-o', xor);
    const trained = await netloom(
      'train',
      xor,
      '--seed',
      '1',
      '--format',
      'json',
      '-o',
      path.join(folder, 'run'),
    );
    const events = trained.stdout
      .trim()
      .split('\n')
      .map(line => COMMAND_LINE_ANSWERS.train.parse(JSON.parse(line)));
    expect(trained.status).toBe(0);
    expect(events[0]).toMatchObject({
      event: 'epoch',
      epoch: 1,
      loss: expect.any(Number),
      ms: expect.any(Number),
    });
    const done = events.at(-1);
    // XOR is learned to 100 %.
    expect(done).toMatchObject({
      event: 'done',
      run: path.join(folder, 'run'),
      test: { accuracy: 1 },
    });
    const evaluated = await netloom('evaluate', xor, '--run', path.join(folder, 'run'), '--format', 'json');
    expect(JSON.parse(evaluated.stdout)).toEqual(done?.event === 'done' ? done.test : null);
    expect(evaluated.stderr).toBe('');
    const predicted = await netloom(
      'predict',
      xor,
      '--run',
      path.join(folder, 'run'),
      '--count',
      '3',
      '--format',
      'json',
    );
    expect(predicted.stdout.trim().split('\n')).toHaveLength(3);
    const file = path.join(folder, 'xor.onnx');
    const exported = await netloom(
      'export',
      'onnx',
      xor,
      '-o',
      file,
      '--run',
      path.join(folder, 'run'),
      '--verify',
    );
    expect(JSON.parse(exported.stdout)).toMatchObject({
      verified: true,
      runtime: expect.stringMatching(/^onnxruntime 1\./),
    });
    expect(JSON.parse(exported.stdout).maxRelDiff).toBeLessThanOrEqual(1e-4);
    expect(existsSync(file)).toBe(true);
  });
});
