import { inflateSync } from 'node:zlib';

const SIGNATURE = 0x774f4646;
const HEADER = 44;
const ENTRY = 20;

/**
 * Unpacks a WOFF font to the TrueType or OpenType file in it, which the drawing library reads. Source: W3C, "WOFF File Format 1.0".
 *
 * @param woff the bytes of a .woff file
 * @throws Error when they are none
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.length < HEADER || woff.readUInt32BE(0) !== SIGNATURE) throw new Error('This is not a WOFF font.');
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  head.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt16BE(16 * power, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(16 * (count - power), 10);
  const tables: Buffer[] = [];
  let offset = head.length;
  for (let i = 0; i < count; i++) {
    const entry = HEADER + ENTRY * i;
    const start = woff.readUInt32BE(entry + 4);
    const packed = woff.subarray(start, start + woff.readUInt32BE(entry + 8));
    const length = woff.readUInt32BE(entry + 12);
    const table = packed.length < length ? inflateSync(packed) : packed;
    const record = 12 + 16 * i;
    woff.copy(head, record, entry, entry + 4);
    head.writeUInt32BE(woff.readUInt32BE(entry + 16), record + 4);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(length, record + 12);
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    tables.push(table, padding);
    offset += length + padding.length;
  }
  return Buffer.concat([head, ...tables]);
}

const FAMILY_NAME = 1;

/**
 * Makes a face of its own family (`Inter SemiBold`) a weight of the common one (`Inter`), so that it is found by family and weight
 * as in a browser: shortens the family's name in place.
 *
 * @param font an unpacked font, changed
 * @param family with which the face's own family begins
 */
export function joinFamily(font: Buffer, family: string): void {
  for (let table = 0; table < font.readUInt16BE(4); table++) {
    const entry = 12 + 16 * table;
    if (font.toString('latin1', entry, entry + 4) !== 'name') continue;
    const start = font.readUInt32BE(entry + 8);
    for (let i = 0; i < font.readUInt16BE(start + 2); i++) {
      const record = start + 6 + 12 * i;
      const isUnicode = font.readUInt16BE(record) !== 1;
      const length = family.length * (isUnicode ? 2 : 1);
      if (font.readUInt16BE(record + 6) === FAMILY_NAME && font.readUInt16BE(record + 8) > length)
        font.writeUInt16BE(length, record + 8);
    }
  }
}
