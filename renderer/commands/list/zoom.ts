import { fitView, zoomBy, zoomTo } from '../../canvas/viewport.ts';
import { useEditor } from '../../state/editor-store.ts';
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
    isEnabled: () => useEditor.getState().selection.size > 0,
    perform: () => fitView([...useEditor.getState().selection]),
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
