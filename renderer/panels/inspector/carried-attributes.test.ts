import { expect, it } from 'vitest';
import { attributeText } from './carried-attributes.ts';

const proto = (...bytes: number[]) => Buffer.from(bytes).toString('base64');

// AttributeProto by hand: field 1 the name "a" (0a 01 61), field 20 the type (a0 01 TYPE).
it('attributes of carried operators are told in words', () => {
  expect(attributeText(proto(0x0a, 1, 0x61, 0x18, 5, 0xa0, 1, 2)), 'field 3: an integer').toBe('5');
  expect(attributeText(proto(0x0a, 1, 0x61, 0x22, 2, 0x68, 0x69, 0xa0, 1, 3)), 'field 4: bytes').toBe('"hi"');
  expect(attributeText(proto(0x0a, 1, 0x61, 0x42, 2, 3, 4, 0xa0, 1, 7)), 'field 8, packed').toBe('[3, 4]');
  // 1.5 is 00 00 c0 3f.
  expect(attributeText(proto(0x0a, 1, 0x61, 0x15, 0, 0, 0xc0, 0x3f, 0xa0, 1, 1)), 'field 2').toBe('1.5');
  expect(attributeText(proto(0x0a, 0x7f)), 'torn').toBe('2 bytes');
});
