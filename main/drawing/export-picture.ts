import type { NetloomDocument } from '../../shared/document/schema.ts';
import { drawGraph } from '../../shared/exporters/svg/draw-graph.ts';
import type { Theme } from '../../shared/exporters/svg/palette.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { fileFailure } from '../documents/file-error.ts';
import { writeAtomically } from '../runs/write-atomically.ts';
import { renderPng } from './png.ts';

/**
 * Writes the graph of a document as a picture.
 *
 * @param document the network with its places on the canvas
 * @param file where to
 * @returns the file's size in bytes
 * @throws FileError where it cannot be written
 */
export async function exportPicture(
  document: NetloomDocument,
  file: string,
  { format, theme = 'light' }: { readonly format: 'svg' | 'png'; readonly theme?: Theme },
): Promise<number> {
  const svg = drawGraph(document, inferDocument(document), { theme });
  const bytes = format === 'svg' ? Buffer.from(svg) : await renderPng(svg);
  await writeAtomically(file, handle => handle.writeFile(bytes)).catch((error: unknown) => {
    throw fileFailure(file, error, 'written');
  });
  return bytes.length;
}
