import { selectNextWire } from '../../canvas/walk.ts';
import { selectedWire } from '../../canvas/wire-points.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Goes from a layer to its wires, one after the other. */
const command: Command = {
  id: 'select.wire',
  title: 'Select the next wire of the layer',
  group: 'Select',
  keys: ['W'],
  scope: 'canvas',
  isEnabled: () => here().selection.size === 1 || selectedWire() !== null,
  perform: selectNextWire,
};
export default command;
