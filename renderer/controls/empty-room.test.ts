import { expect, it } from 'vitest';
import { emptyRoom } from './empty-room.ts';

/** A face with letters of 7 pixels, an ellipsis of 9 and an i of 3. */
const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + (letter === '…' ? 9 : letter === 'i' ? 3 : 7), 0);

it.each([
  // By hand: 10 letters are 70; beside the ellipsis 50 hold 5 letters (44), 65 hold 8 (65), 8 hold none.
  ['abcdefghjk', 70, 0],
  ['abcdefghjk', 50, 6],
  ['abcdefghjk', 65, 0],
  ['abcdefghjk', 8, 0],
  // 9 + 4 × 3 + 7 = 28, and one more i would be 31.
  ['aaaaiiiiiiiib', 30, 2],
])('%s in %i pixels leaves %i', (name, room, expected) => {
  expect(emptyRoom(name, room, widthOf)).toBe(expected);
});
