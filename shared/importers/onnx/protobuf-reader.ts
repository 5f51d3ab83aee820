import { ImportError } from '../imported-network.ts';
import type { ByteSource } from './byte-source.ts';

/** Messages within messages: deeper is an attack (protobuf's own limit). */
const MAX_DEPTH = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Wire types. Source: protobuf.dev, "Encoding". */
export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** One field of a message: its number, its wire type and where its content stands. */
export interface Field {
  readonly number: number;
  readonly wire: number;
  /** The content of a varint field as a signed 64-bit number; inexact beyond 2^53. 0 for others. */
  readonly value: number;
  /** Where the field with its tag begins in the source. */
  readonly begin: number;
  /** Where the content begins and ends in the source. */
  readonly start: number;
  readonly end: number;
}

/** A protobuf file is damaged. */
export function damaged(why: string): ImportError {
  return new ImportError('import.damaged', `The file is damaged: ${why}. Fetch or export it again.`);
}

/** Reads one protobuf message of a source field by field; contents stay where they are until asked for. */
export class ProtobufReader {
  private readonly source: ByteSource;
  private position: number;
  private readonly end: number;
  private readonly depth: number;

  /**
   * @param source the file
   * @param start where the message begins
   * @param end where it ends
   * @param depth how many messages it lies within
   */
  constructor(source: ByteSource, start = 0, end = source.length, depth = 0) {
    if (depth > MAX_DEPTH)
      throw new ImportError(
        'import.unsafe',
        `The file nests messages more than ${MAX_DEPTH} deep, which no model needs; it is not read.`,
      );
    this.source = source;
    this.position = start;
    this.end = end;
    this.depth = depth;
  }

  /** The next field; null at the end. */
  next(): Field | null {
    if (this.position >= this.end) return null;
    const begin = this.position;
    const tag = this.varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (tag < 8 || number > 536_870_911) throw damaged(`a field has the number ${number}`);
    const start = this.position;
    switch (wire) {
      case WIRE.varint: {
        const value = this.varint();
        return { number, wire, value, begin, start, end: this.position };
      }
      case WIRE.fixed64:
        return this.stretch(number, wire, begin, start, 8);
      case WIRE.bytes: {
        const length = this.varint();
        return this.stretch(number, wire, begin, this.position, length);
      }
      case WIRE.fixed32:
        return this.stretch(number, wire, begin, start, 4);
      default:
        throw damaged(`a field has the wire type ${wire}`);
    }
  }

  /** A reader of the message that a field holds. */
  message(field: Field): ProtobufReader {
    if (field.wire !== WIRE.bytes) throw damaged('a message was expected where a number stands');
    return new ProtobufReader(this.source, field.start, field.end, this.depth + 1);
  }

  /** The bytes of a field. */
  bytes(field: Field): Uint8Array {
    if (field.wire === WIRE.varint) throw damaged('bytes were expected where a number stands');
    return this.source.read(field.start, field.end - field.start);
  }

  /** A field as it stands in the source, tag included. */
  whole(field: Field): Uint8Array {
    return this.source.read(field.begin, field.end - field.begin);
  }

  /** The text of a field. */
  text(field: Field): string {
    try {
      return utf8.decode(this.bytes(field));
    } catch (error) {
      if (error instanceof ImportError) throw error;
      throw damaged('a name is not text in UTF-8');
    }
  }

  /** A whole number. */
  int(field: Field): number {
    if (field.wire !== WIRE.varint) throw damaged('a number was expected where bytes stand');
    return field.value;
  }

  /** A 32-bit float. */
  float(field: Field): number {
    if (field.wire !== WIRE.fixed32) throw damaged('a float was expected');
    const bytes = this.bytes(field);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
  }

  /** Adds the whole numbers of a repeated field, packed or not. */
  ints(field: Field, into: number[]): void {
    if (field.wire === WIRE.varint) {
      into.push(field.value);
      return;
    }
    const packed = this.message(field);
    while (packed.position < packed.end) into.push(packed.varint());
  }

  /** Adds the floats of a repeated field, packed or not. */
  floats(field: Field, into: number[]): void {
    if (field.wire === WIRE.fixed32) {
      into.push(this.float(field));
      return;
    }
    const bytes = this.bytes(field);
    if (bytes.length % 4 !== 0) throw damaged('a list of floats ends in the middle of one');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < bytes.length; i += 4) into.push(view.getFloat32(i, true));
  }

  private stretch(number: number, wire: number, begin: number, start: number, length: number): Field {
    if (length < 0 || start + length > this.end)
      throw damaged(`a field of ${length} bytes at ${start} reaches beyond the end of what holds it`);
    this.position = start + length;
    return { number, wire, value: 0, begin, start, end: this.position };
  }

  /** A varint as a signed 64-bit number. */
  private varint(): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.position >= this.end) throw damaged('it ends in the middle of a number');
      const byte = this.source.read(this.position, 1)[0] ?? 0;
      this.position++;
      const bits = byte & 0x7f;
      if (i < 4) low += bits * 2 ** (7 * i);
      else if (i === 4) {
        low += (bits & 0x0f) * 2 ** 28;
        high += bits >> 4;
      } else high += bits * 2 ** (7 * i - 32);
      if (byte < 0x80) {
        const top = high % 2 ** 32;
        return (top >= 2 ** 31 ? top - 2 ** 32 : top) * 2 ** 32 + low;
      }
    }
    throw damaged('a number takes more than ten bytes');
  }
}
