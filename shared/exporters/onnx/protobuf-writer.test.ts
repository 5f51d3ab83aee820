import { describe, expect, it } from 'vitest';
import { ProtobufWriter } from './protobuf-writer.ts';

function hex(writer: ProtobufWriter): string {
  return writer.chunks
    .flatMap(chunk => [...(chunk instanceof Uint8Array ? chunk : chunk.bytes())])
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join(' ');
}

// Bytes from protobuf.dev, "Encoding".
describe('protobuf', () => {
  it('writes whole numbers, negative ones in ten bytes', () => {
    expect(hex(new ProtobufWriter().varint(1, 150))).toBe('08 96 01');
    expect(hex(new ProtobufWriter().varint(1, -2))).toBe('08 fe ff ff ff ff ff ff ff ff 01');
    expect(hex(new ProtobufWriter().varint(1, 2 ** 40))).toBe('08 80 80 80 80 80 20');
  });

  it('writes texts and messages with their lengths', () => {
    expect(hex(new ProtobufWriter().string(2, 'testing'))).toBe('12 07 74 65 73 74 69 6e 67');
    const inner = new ProtobufWriter().varint(1, 150);
    expect(hex(new ProtobufWriter().message(3, inner))).toBe('1a 03 08 96 01');
  });

  it('writes floats little-endian and field numbers above 15 in two bytes', () => {
    // 1.0 is 0x3f800000; field 20 of type 5 is (20 << 3) | 5 = 165 = a5 01.
    expect(hex(new ProtobufWriter().float(20, 1))).toBe('a5 01 00 00 80 3f');
  });

  it('knows its length before lazy bytes are made', () => {
    let made = 0;
    const writer = new ProtobufWriter().lazyBytes(9, {
      length: 3,
      bytes() {
        made += 1;
        return Uint8Array.of(1, 2, 3);
      },
    });
    const outer = new ProtobufWriter().message(5, writer);
    expect([outer.length, made]).toEqual([7, 0]);
    expect(hex(outer)).toBe('2a 05 4a 03 01 02 03');
  });
});
