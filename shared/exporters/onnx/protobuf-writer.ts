/** Bytes that are made when their turn comes. */
export interface LazyBytes {
  readonly length: number;
  /** All of them; may be called more than once. */
  bytes(): Uint8Array;
  /** The same, a stretch after the other, whose memory may be used again from the next but one on; left out by what is small. */
  pieces?(): Iterable<Uint8Array>;
}

/** A stretch of an encoded message: bytes that stand ready, or bytes that are made when their turn comes. */
export type Chunk = Uint8Array | LazyBytes;

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;
const text = new TextEncoder();

/**
 * Encodes one protobuf message as a list of chunks whose lengths are known at once, so that a file of any size is written
 * front to back without standing in memory. Source: protobuf.dev, "Encoding".
 */
export class ProtobufWriter {
  private readonly parts: Chunk[] = [];
  private size = 0;

  /** Bytes of the message. */
  get length(): number {
    return this.size;
  }

  /** The message's bytes in order. */
  get chunks(): readonly Chunk[] {
    return this.parts;
  }

  /** An int64, enum or bool field; negative numbers take ten bytes as protobuf asks. */
  varint(field: number, value: number | bigint): this {
    this.add(Uint8Array.from([...tag(field, VARINT), ...varintBytes(BigInt.asUintN(64, BigInt(value)))]));
    return this;
  }

  /** A float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.add(Uint8Array.from([...tag(field, FIXED32), ...bytes]));
    return this;
  }

  /** A string field. */
  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  /** A bytes field. */
  bytes(field: number, value: Uint8Array): this {
    this.delimited(field, value.length);
    this.add(value);
    return this;
  }

  /**
   * A bytes field whose content is made only when it is written.
   *
   * @param content its exact length, and what makes it
   */
  lazyBytes(field: number, content: LazyBytes): this {
    this.delimited(field, content.length);
    this.add(content);
    return this;
  }

  /** A message within this message. */
  message(field: number, content: ProtobufWriter): this {
    this.delimited(field, content.length);
    for (const chunk of content.chunks) this.add(chunk);
    return this;
  }

  /** Fields that are encoded already. */
  encoded(bytes: Uint8Array): this {
    this.add(bytes);
    return this;
  }

  /** The message in one piece; for small ones. */
  whole(): Uint8Array {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.parts) {
      bytes.set(chunk instanceof Uint8Array ? chunk : chunk.bytes(), at);
      at += chunk.length;
    }
    return bytes;
  }

  private delimited(field: number, length: number): void {
    this.add(Uint8Array.from([...tag(field, LENGTH_DELIMITED), ...varintBytes(BigInt(length))]));
  }

  private add(chunk: Chunk): void {
    this.parts.push(chunk);
    this.size += chunk.length;
  }
}

function tag(field: number, wireType: number): number[] {
  return varintBytes(BigInt((field << 3) | wireType));
}

function varintBytes(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return bytes;
}
