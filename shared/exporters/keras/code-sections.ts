import type { NetloomDocument } from '../../document/schema.ts';

/**
 * Tells which part of the drawing a node belongs to: the frame around it, or the block it came from.
 *
 * @param document the network as drawn
 * @returns the part's title on one line for a node of the flat network; null for none
 */
export function documentSections(document: NetloomDocument): (node: string) => string | null {
  const frames = document.frames ?? [];
  return node => {
    const [outer = ''] = node.split('.');
    const name = Object.hasOwn(document.nodes, node) ? node : outer;
    const [x, y] = document.positions[name] ?? [Number.NaN, Number.NaN];
    const frame = frames.find(
      ({ box: [left, top, width, height] }) => x >= left && x < left + width && y >= top && y < top + height,
    );
    const block = name === node ? null : node.slice(0, node.lastIndexOf('.'));
    const titles = [frame?.title, block].filter(title => typeof title === 'string' && title !== '');
    return titles.length === 0 ? null : oneLine(titles.join(': '));
  };
}

/** A comment ends with its line, whatever the title holds. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
