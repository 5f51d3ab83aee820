/** Which rows of a long table are drawn, and the room that the others take. */
export interface RowWindow {
  readonly first: number;
  /** One behind the last. */
  readonly end: number;
  /** Pixels above and below the drawn rows. */
  readonly above: number;
  readonly below: number;
}

/** Rows drawn beyond both edges, so that scrolling shows no gap. */
const MARGIN = 12;

/**
 * The rows of a table in sight.
 *
 * @param count number of rows
 * @param rowHeight pixels of one row
 * @param scrollTop pixels scrolled
 * @param height pixels in sight
 */
export function windowRows(count: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - MARGIN));
  const end = Math.max(first, Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MARGIN));
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight };
}
