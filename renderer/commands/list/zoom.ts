import { edgeId } from '../../canvas/canvas-store.ts';
import { fitView, zoomBy, zoomTo } from '../../canvas/viewport.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** What part of the canvas is seen, and how large. */
const commands: readonly Command[] = [
  {
    id: 'canvas.fit',
    title: 'Fit the network',
    group: 'Canvas',
    keys: ['1'],
    scope: 'canvas',
    perform: () => fitView(),
  },
  {
    id: 'canvas.fit-selection',
    title: 'Fit the selection',
    group: 'Canvas',
    keys: ['.'],
    scope: 'canvas',
    isEnabled: () => selectedIds().length > 0,
    perform: () => fitView(selectedIds()),
  },
  {
    id: 'canvas.actual-size',
    title: 'Zoom to 100 %',
    group: 'Canvas',
    keys: ['0'],
    scope: 'canvas',
    perform: () => zoomTo(1),
  },
  {
    id: 'canvas.zoom-in',
    title: 'Zoom in',
    group: 'Canvas',
    keys: ['=', '+'],
    scope: 'canvas',
    perform: () => zoomBy(1.25),
  },
  {
    id: 'canvas.zoom-out',
    title: 'Zoom out',
    group: 'Canvas',
    keys: ['-'],
    scope: 'canvas',
    perform: () => zoomBy(0.8),
  },
];
export default commands;

/** What is selected, as the canvas names it; in place of a wire the layers at its ends. */
function selectedIds(): readonly string[] {
  const { document, selection, selectedParts } = here();
  const ends = document.edges.flatMap(edge => (selectedParts.has(edgeId(edge)) ? [edge.from, edge.to] : []));
  const others = [...selectedParts].filter(id => /^(frame|note|point):/.test(id));
  return [...selection, ...ends, ...others];
}
