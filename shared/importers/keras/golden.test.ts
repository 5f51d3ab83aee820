import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compareGolden, readGolden } from './golden-testing.ts';
import { importKerasConfig } from './import-keras-config.ts';

/** By judges/applications.py: what Keras says of the networks of keras.applications. */
const folder = path.join(import.meta.dirname, 'golden');
const files = readdirSync(folder).filter(file => file.endsWith('.json.gz'));

describe('networks of keras.applications', () => {
  it.each(files)('%s: every layer, shape and count is Keras’s', file => {
    const golden = readGolden(gunzipSync(readFileSync(path.join(folder, file))).toString());
    const { document, entries } = importKerasConfig(golden.config);
    expect(compareGolden(golden, document)).toEqual([]);
    expect(entries.filter(({ kind }) => kind === 'operator' || kind === 'refused')).toEqual([]);
  });

  it('a wrong figure is seen', () => {
    const [file = ''] = files;
    const golden = readGolden(gunzipSync(readFileSync(path.join(folder, file))).toString());
    const { document } = importKerasConfig(golden.config);
    const [[name, kind, shapes, params] = ['', '', [], 0], ...rows] = golden.rows;
    const wrong = {
      ...golden,
      params: golden.params + 1,
      rows: [[name, kind, shapes, params + 1] as const, ...rows],
    };
    expect(
      compareGolden(
        { ...golden, ...wrong, rows: wrong.rows.map(row => [...row]) as typeof golden.rows },
        document,
      ).length,
    ).toBe(2);
  });
});
