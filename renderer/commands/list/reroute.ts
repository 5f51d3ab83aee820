import { edgeId } from '../../canvas/canvas-store.ts';
import { addPoint, selectedWire, straighten } from '../../canvas/wire-points.ts';
import type { Command } from '../command.ts';

/** Points that lead the selected wire. */
const commands: readonly Command[] = [
  {
    id: 'canvas.reroute',
    title: 'Add a reroute point to the wire',
    group: 'Canvas',
    keys: ['R'],
    scope: 'canvas',
    isEnabled: () => selectedWire() !== null,
    perform() {
      const wire = selectedWire();
      if (wire) addPoint(edgeId(wire));
    },
  },
  {
    id: 'canvas.straighten',
    title: 'Remove the reroute points of the wire',
    group: 'Canvas',
    isEnabled: () => selectedWire()?.via !== undefined,
    perform() {
      const wire = selectedWire();
      if (wire) straighten(wire);
    },
  },
];
export default commands;
