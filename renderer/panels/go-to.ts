import { reveal } from '../canvas/viewport.ts';
import { useEditor } from '../state/editor-store.ts';
import { useView } from '../state/view-store.ts';

/**
 * The node on the canvas that an inferred layer belongs to: itself, or the block that it lies in.
 *
 * @param nodes the document's nodes
 * @param layer a name of the inference, e.g. `stage2.3.conv1`
 * @returns null when the document has no such node
 */
export function nodeOfLayer(nodes: Readonly<Record<string, unknown>>, layer: string): string | null {
  let name = layer;
  while (!Object.hasOwn(nodes, name)) {
    const end = name.lastIndexOf('.');
    if (end <= 0) return null;
    name = name.slice(0, end);
  }
  return name;
}

/** Selects a layer's node and brings it into sight on the canvas. */
export function goToLayer(layer: string): void {
  const { document, select, open, enter } = useEditor.getState();
  const name = nodeOfLayer(document.nodes, layer);
  if (name === null) return;
  if (open.length > 0) enter([]);
  useView.getState().setView('design');
  select([name]);
  const position = document.positions[name];
  if (position) reveal(position);
}
