import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { File, ready } from 'h5wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { memorySource } from '../../../shared/importers/onnx/byte-source.ts';
import { openHdf5 } from './hdf5-file.ts';
import { importKerasFile } from './import-keras-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-refused-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const CONFIG = JSON.stringify({
  class_name: 'Sequential',
  config: {
    name: 'small',
    layers: [
      { class_name: 'InputLayer', config: { name: 'in', batch_shape: [null, 3] } },
      { class_name: 'Dense', config: { name: 'dense', trainable: true, units: 2 } },
    ],
  },
});

interface Member {
  readonly name: string;
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly compress?: boolean;
}

/** A zip file; names that no tool would write are put in by changing the bytes of others of equal length. */
async function zip(
  members: readonly Member[],
  renamed: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const file = new ZipFile();
  for (const { name, content, mode = 0o100644, compress = false } of members)
    file.addBuffer(Buffer.from(content), name, { mode, compress });
  file.end();
  const pieces: Buffer[] = [];
  file.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
  await once(file.outputStream, 'end');
  let bytes = Buffer.concat(pieces).toString('latin1');
  for (const [from, to] of Object.entries(renamed)) bytes = bytes.replaceAll(from, to);
  return Buffer.from(bytes, 'latin1');
}

async function refusal(name: string, content: string | Buffer): Promise<{ code: string; message: string }> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  const error = await importKerasFile(file).then(
    () => ({ code: 'none', message: '' }),
    (thrown: { code: string; message: string }) => thrown,
  );
  if (error.code !== 'none') expect(error.message).toMatch(/[.!?]$/);
  return error;
}

describe('zip files', () => {
  const config = { name: 'config.json', content: CONFIG };
  const cases: readonly [string, readonly Member[], Record<string, string>, string][] = [
    [
      'a member outside',
      [config, { name: 'aa/evil', content: 'x' }],
      { 'aa/evil': '../evil' },
      'import.unsafe',
    ],
    ['an absolute path', [config, { name: 'aevil', content: 'x' }], { aevil: '/evil' }, 'import.unsafe'],
    [
      'a drive letter',
      [config, { name: 'aa/evil', content: 'x' }],
      { 'aa/evil': 'C:/evil' },
      'import.unsafe',
    ],
    ['a backslash', [config, { name: 'aa/evil', content: 'x' }], { 'aa/evil': 'aa\\evil' }, 'import.unsafe'],
    ['a NUL', [config, { name: 'aa-evil', content: 'x' }], { 'aa-evil': 'aa\0evil' }, 'import.unsafe'],
    [
      'two members of one name',
      [config, { name: 'konfig.json', content: '{}' }],
      { 'konfig.json': 'config.json' },
      'import.unsafe',
    ],
    [
      'a symbolic link',
      [config, { name: 'link', content: '/etc/passwd', mode: 0o120777 }],
      {},
      'import.unsafe',
    ],
    [
      'a bomb',
      [config, { name: 'zeros', content: Buffer.alloc(20_000_000), compress: true }],
      {},
      'import.unsafe',
    ],
    ['no config', [{ name: 'other.json', content: '{}' }], {}, 'import.format'],
    [
      'a config that is cut off',
      [{ name: 'config.json', content: CONFIG.slice(0, 90) }],
      {},
      'import.damaged',
    ],
    [
      'weights that are no HDF5',
      [config, { name: 'model.weights.h5', content: 'nothing' }],
      {},
      'import.damaged',
    ],
  ];
  it.each(cases)('%s', async (_, members, renamed, code) => {
    expect(await refusal('model.keras', await zip(members, renamed))).toMatchObject({ code });
  });

  it('a whole one is read, a cut one is not', async () => {
    const whole = await zip([config]);
    expect(await refusal('whole.keras', whole)).toMatchObject({ code: 'none' });
    expect(await refusal('cut.keras', whole.subarray(0, whole.length - 30))).toMatchObject({
      code: 'import.damaged',
    });
  });
});

describe('JSON', () => {
  const cases: readonly [string, string, string][] = [
    [
      'keys that reach into JavaScript',
      CONFIG.replace('"units"', '"__proto__":{"polluted":1},"units"'),
      'import.unsafe',
    ],
    ['the key constructor', CONFIG.replace('"units"', '"constructor":1,"units"'), 'import.unsafe'],
    ['deep nesting', '['.repeat(100_000), 'import.unsafe'],
    ['NaN', CONFIG.replace('"units":2', '"units":NaN'), 'import.damaged'],
    ['no model', '{"hello":1}', 'import.format'],
    ['a subclassed model', '{"class_name":"MyModel","config":{}}', 'import.unsupported'],
    ['layers of one name', CONFIG.replace('"name":"dense"', '"name":"in"'), 'import.format'],
    ['a tfjs graph model', '{"format":"graph-model","modelTopology":{"node":[]}}', 'import.unsupported'],
  ];
  it.each(cases)('%s', async (_, text, code) => {
    expect(await refusal('model.json', text)).toMatchObject({ code });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('a name that is a method of objects is a name like any other', async () => {
    const text = CONFIG.replace('"class_name":"Dense"', '"class_name":"toString"').replaceAll(
      '"dense"',
      '"valueOf"',
    );
    const file = path.join(folder, 'method.json');
    await writeFile(file, text);
    const { document } = await importKerasFile(file);
    expect(document.nodes.valueOf).toMatchObject({ type: 'KerasLayer' });
  });
});

describe('HDF5', () => {
  const made = async (make: (file: File) => void): Promise<Buffer> => {
    const { FS } = await ready;
    const file = new File('/made.h5', 'w');
    make(file);
    file.close();
    return Buffer.from((FS as unknown as { readFile(path: string): Uint8Array }).readFile('/made.h5'));
  };
  const numbers = { name: 'd', data: new Float32Array([1, 2, 3, 4]), shape: [2, 2] };
  const unpacked = (text: string): Buffer => gunzipSync(Buffer.from(text, 'base64'));

  it('links that lead elsewhere', async () => {
    const soft = await made(file => {
      file.create_dataset(numbers);
      file.create_soft_link('/d', 'soft');
    });
    expect(await refusal('soft.h5', soft)).toMatchObject({ code: 'import.unsafe' });
    const external = await made(file => file.create_external_link('/etc/other.h5', '/x', 'away'));
    expect(await refusal('external.h5', external)).toMatchObject({ code: 'import.unsafe' });
  });

  it('a group that holds itself', async () => {
    const loop = await made(file => {
      file.create_group('a');
      file.create_hard_link('/a', 'a/again');
    });
    expect(await refusal('loop.h5', loop)).toMatchObject({ code: 'import.unsafe' });
  });

  it('a tensor that says it is larger than a file can hold', async () => {
    const huge = await made(file => {
      const tensor = file.create_dataset({ ...numbers, maxshape: [null, 2], chunks: [2, 2], compression: 9 });
      tensor.resize([2_000_000_000, 2]);
    });
    expect(await refusal('huge.h5', huge)).toMatchObject({ code: 'import.unsafe' });
  });

  // Made by h5py 3: create_virtual_dataset('v') from /etc/hosts.h5, and create_dataset('e', external=[('/etc/passwd', 0, 16)]).
  const VIRTUAL =
    'H4sIAEaaAWsC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwoYJND4UJAApRmhdAeUXsEEE2cEy0G1MwhCzUdXFxLk6gpS/R8NwOwxYIHQHAyjYCQCD1fHABAdAeXDUukJJlR1ZWjp0YNCexkZ2CBmMcL4kJTMyAgRgCZLOM0MlAfJCCrIQ8UUGMQ5GMTrofKswBQMkmdiZmKEpGeIT1iYYUkbYq4QlAviuc1izGZgaBgU8RDs5+8CytGwfKjAPJo2R8EoGKrA3dnfhxGpQIWVm74MaAWpfmpJsn5GfnFJsV6GKUMKAzOSHAgwIfEFoGxGeKHIwGAfu/wVkvIJ/KNhPwpGwSgYBaNgFIyCUTAKRsEoGAWjYBTQCwAAC6NQtAAYAAA=';
  const EXTERNAL =
    'H4sIAEaaAWsC/+v0cHHj5ZLiYgABDg4GFgYBBmTwHwo2sKLyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGZPBguE5mAYBSMReLg6BoDoCCgflkpPMKGqS0VLjx4U2svIwAYxixHGh6RkRkaIADRZwmlmoDxIRlBBHiqmwCDOwSBeD5VnBaZgkDwTExPYAHYGDTCfEZpXDHCkc5h/OaD2MzPCcogAmsoIusSDBFo4B7CgqtNPLUnWL0gsLi5PAfOD/fxdQP6D+UuBeTRNkwMA0BJdprAFAAA=';

  it('views of other files, and data kept in other files', async () => {
    expect(await refusal('virtual.h5', unpacked(VIRTUAL))).toMatchObject({ code: 'import.unsafe' });
    const opened = await openHdf5(memorySource(unpacked(EXTERNAL)));
    expect(() => opened.root.tensors.get('e')?.read()).toThrow(/cannot be read/);
    opened.close();
  });

  it('a file that is cut off, and one of weights alone', async () => {
    const weights = await made(file => file.create_dataset(numbers));
    expect(await refusal('weights.h5', weights)).toMatchObject({ code: 'import.format' });
    expect(await refusal('cut.h5', weights.subarray(0, 600))).toMatchObject({ code: 'import.damaged' });
  });
});

describe('weights beside model.json', () => {
  const model = (paths: readonly string[], shape = [3, 2]) =>
    JSON.stringify({
      format: 'layers-model',
      modelTopology: { model_config: JSON.parse(CONFIG), keras_version: 'tfjs-layers 4.22.0' },
      weightsManifest: [{ paths, weights: [{ name: 'dense/kernel', shape, dtype: 'float32' }] }],
    });

  it.each(['../secret.bin', '/etc/passwd', 'a/b.bin', 'C:x.bin', '..', 'a\\b'])(
    '%s is not opened',
    async name => {
      expect(await refusal('model.json', model([name]))).toMatchObject({ code: 'import.unsafe' });
    },
  );

  it('links, missing files and short files are told', async () => {
    await writeFile(path.join(folder, 'real.bin'), Buffer.alloc(24));
    await symlink(path.join(folder, 'real.bin'), path.join(folder, 'linked.bin'));
    expect(await refusal('model.json', model(['linked.bin']))).toMatchObject({ code: 'import.unsafe' });
    expect(await refusal('model.json', model(['gone.bin']))).toMatchObject({ code: 'import.weights' });
    expect(await refusal('model.json', model(['real.bin'], [3000, 2]))).toMatchObject({
      code: 'import.damaged',
    });
    expect(await refusal('model.json', model(['real.bin']))).toMatchObject({ code: 'none' });
  });
});

it('a Lambda is carried with its code as data', async () => {
  const lambda = {
    class_name: 'Lambda',
    config: {
      name: 'run',
      trainable: true,
      function: { class_name: '__lambda__', config: { code: '4wEA' } },
    },
  };
  const config = JSON.parse(CONFIG) as { config: { layers: object[] } };
  config.config.layers.push(lambda);
  const target = path.join(folder, 'lambda.json');
  await writeFile(target, JSON.stringify(config));
  const { document, report } = await importKerasFile(target);
  expect(document.nodes.run).toEqual({
    type: 'KerasLayer',
    parameters: { class_name: 'Lambda', config: lambda.config },
  });
  expect(report.entries.at(-1)).toMatchObject({ kind: 'operator', source: 'Lambda "run"' });
});
