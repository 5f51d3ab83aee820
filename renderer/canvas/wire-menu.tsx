import type { MouseEvent } from 'react';
import { runCommand } from '../commands/all-commands.ts';
import { useShownKeys } from '../commands/key-store.ts';
import { MenuAt, type MenuItem } from '../controls/index.ts';
import { useHere } from '../state/here.ts';
import { edgeId, useCanvas, type WireMenuRequest } from './canvas-store.ts';
import { toCanvas } from './viewport.ts';
import { addPoint, removePoints, selectPart, straighten } from './wire-points.ts';

/** Opens the menu of a wire, or of a point of it, in place of the browser's own, and selects what it is about. */
export function openWireMenu(event: MouseEvent, wire: string, point: string | null): void {
  event.preventDefault();
  selectPart(point ?? wire);
  useCanvas.setState({ wireMenu: { screen: [event.clientX, event.clientY], wire, point } });
}

/** What can be done with the wire under the mouse. */
export function WireMenu() {
  const request = useCanvas(state => state.wireMenu);
  return request ? <Entries key={request.screen.join(' ')} request={request} /> : null;
}

function Entries({ request: { screen, wire, point } }: { readonly request: WireMenuRequest }) {
  const edge = useHere(state => state.document.edges.find(each => edgeId(each) === wire));
  const addKeys = useShownKeys('canvas.reroute');
  const deleteKeys = useShownKeys('edit.delete');
  if (!edge) return null;
  const remove = deleteKeys === null ? {} : { shortcut: deleteKeys };
  const items: readonly MenuItem[] = [
    point === null
      ? {
          id: 'add',
          label: 'Add a reroute point',
          ...(addKeys === null ? {} : { shortcut: addKeys }),
          onSelect: () => addPoint(wire, toCanvas(screen)),
        }
      : {
          id: 'remove',
          label: 'Remove the reroute point',
          ...remove,
          onSelect: () => removePoints([point]),
        },
    {
      id: 'straighten',
      label: 'Remove all its reroute points',
      disabled: edge.via === undefined,
      onSelect: () => straighten(edge),
    },
    ...(point === null
      ? ([
          'separator',
          { id: 'delete', label: 'Delete the wire', ...remove, onSelect: () => runCommand('edit.delete') },
        ] as const)
      : []),
  ];
  return (
    <MenuAt
      label={`Wire from ${edge.from} to ${edge.to}`}
      place={screen}
      items={items}
      onClose={() => {
        useCanvas.setState({ wireMenu: null });
        document.querySelector<HTMLElement>('[data-canvas]')?.focus();
      }}
    />
  );
}
