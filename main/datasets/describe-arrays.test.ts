import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeArrays } from './describe-arrays.ts';
import { npyFile, npzFile, put, testFolder } from './testing.ts';

const folder = await testFolder();

const ARRAYS = {
  photo: { shape: [2, 3], data: Uint8Array.of(7, 0, 255, 1, 2, 3) },
  price: { shape: [2], data: Float32Array.of(-1.5, Number.NaN) },
  one: { shape: [], data: Int32Array.of(4) },
  none: { shape: [0, 5], data: Float32Array.of() },
};

const FOUND = [
  { name: 'photo', shape: [2, 3], type: 'uint8', range: { min: 0, max: 255 }, missing: 0, refusal: null },
  { name: 'price', shape: [2], type: 'float32', range: { min: -1.5, max: -1.5 }, missing: 1, refusal: null },
  { name: 'one', shape: [], type: 'int32', range: { min: 4, max: 4 }, missing: 0, refusal: null },
  { name: 'none', shape: [0, 5], type: 'float32', range: null, missing: 0, refusal: null },
];

describe('arrays of which no name says what serves for what', () => {
  it.each([false, true])('are described each, of an archive (compressed: %s)', async compress => {
    const place = await put(folder, 'arrays.npz', await npzFile(ARRAYS, compress));
    expect(await describeArrays(place)).toEqual({ kind: 'npz', name: place, arrays: FOUND });
  });

  it('are described each, of a folder, with the reason where one cannot be read', async () => {
    const photo = await put(folder, 'several/photo.npy', npyFile(ARRAYS.photo));
    const place = path.dirname(photo);
    const words = Buffer.from(npyFile(ARRAYS.photo).toString('latin1').replace("'|u1'", "'|O' "), 'latin1');
    await writeFile(path.join(place, 'words.npy'), words);
    expect(await describeArrays(place)).toMatchObject({
      kind: 'npy',
      arrays: [FOUND[0], { name: 'words', type: null, range: null, refusal: { code: 'dataset.objects' } }],
    });
  });

  it('are none where names say it, or where there are no arrays', async () => {
    const { photo, price } = ARRAYS;
    expect(
      await describeArrays(await put(folder, 'xy.npz', await npzFile({ x: photo, y: price }))),
    ).toBeNull();
    expect(await describeArrays(await put(folder, 'table.csv', 'a,b\n1,2\n'))).toBeNull();
    expect(await describeArrays(path.join(folder, 'nowhere.npz'))).toBeNull();
  });
});
