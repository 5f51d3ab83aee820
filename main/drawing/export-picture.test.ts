import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTemplate } from '../../shared/templates/index.ts';
import { exportPicture } from './export-picture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-picture-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

describe('pictures of a network', () => {
  it('writes SVG and PNG, and nothing beside them', async () => {
    const document = findTemplate('lenet-5')?.build();
    if (!document) throw new Error('The template is missing.');
    const svg = path.join(folder, 'a.svg');
    const png = path.join(folder, 'a.png');
    const bytes = await exportPicture(document, svg, { format: 'svg', theme: 'light' });
    await exportPicture(document, png, { format: 'png', theme: 'dark' });
    const text = await readFile(svg);
    expect(text.length).toBe(bytes);
    expect(text.toString()).toMatch(/^<svg [^>]*>[\s\S]*<\/svg>\n$/);
    const picture = await readFile(png);
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    // The PNG has two pixels for each of the drawing.
    expect(picture.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(text.toString())?.[1]));
    expect((await readdir(folder)).sort()).toEqual(['a.png', 'a.svg']);
  });
});
