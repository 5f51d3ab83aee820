/**
 * How much room stays empty where a name loses letters at its beginning: the ellipsis stands before the first letter that has room, not at the edge.
 *
 * @param name the whole name
 * @param room how wide it may be, in pixels
 * @param widthOf how wide a text is set
 * @returns pixels; 0 where the name has room
 */
export function emptyRoom(name: string, room: number, widthOf: (text: string) => number): number {
  if (widthOf(name) <= room) return 0;
  const letters = [...name];
  // Browsers set the ellipsis by itself: it does not move closer to some letters, as it would within a text.
  const ellipsis = widthOf('…');
  const shown = (count: number) => ellipsis + widthOf(letters.slice(letters.length - count).join(''));
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (shown(middle) <= room) fits = middle;
    else tooMany = middle;
  }
  return Math.max(0, room - shown(fits));
}
