const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/** Bytes as text (RFC 4648, with padding). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const left = bytes.length - i;
    text += ALPHABET[word >> 18] ?? '';
    text += ALPHABET[(word >> 12) & 63] ?? '';
    text += left > 1 ? (ALPHABET[(word >> 6) & 63] ?? '') : '=';
    text += left > 2 ? (ALPHABET[word & 63] ?? '') : '=';
  }
  return text;
}

/** The bytes of a text that {@link toBase64} wrote; null for any other. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    let word = 0;
    for (let j = 0; j < 4; j++) {
      const isPadding = i + j >= text.length - padding;
      const value = isPadding ? 0 : VALUES.get(text[i + j] ?? '');
      if (value === undefined) return null;
      word = (word << 6) | value;
    }
    for (let j = 0; j < 3 && at + j < bytes.length; j++) bytes[at + j] = (word >> (16 - 8 * j)) & 255;
  }
  return bytes;
}
