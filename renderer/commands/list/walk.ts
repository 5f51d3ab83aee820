import { nudge, walk } from '../../canvas/walk.ts';
import type { Command } from '../command.ts';

const DIRECTIONS = [
  { key: 'Left', words: 'to the left', step: [-1, 0] },
  { key: 'Right', words: 'to the right', step: [1, 0] },
  { key: 'Up', words: 'above', step: [0, -1] },
  { key: 'Down', words: 'below', step: [0, 1] },
] as const;

/** Arrows select the nearest layer in their direction; with Ctrl they move the selection. */
const commands: readonly Command[] = DIRECTIONS.flatMap(({ key, words, step }): Command[] => [
  {
    id: `select.walk-${key.toLowerCase()}`,
    title: `Select the layer ${words}`,
    group: 'Select',
    keys: [key],
    scope: 'canvas',
    isHidden: true,
    perform: () => walk(step),
  },
  {
    id: `canvas.nudge-${key.toLowerCase()}`,
    title: `Move the selection ${key.toLowerCase()}`,
    group: 'Canvas',
    keys: [`Ctrl+${key}`],
    scope: 'canvas',
    isHidden: true,
    perform: () => nudge(step),
  },
]);
export default commands;
