import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** The three views of the document. */
const commands: readonly Command[] = [
  {
    id: 'view.design',
    title: 'Design',
    group: 'View',
    keys: ['Alt+1'],
    worksInFields: true,
    perform: () => useView.getState().setView('design'),
  },
  {
    id: 'view.train',
    title: 'Train',
    group: 'View',
    keys: ['Alt+2'],
    worksInFields: true,
    perform: () => useView.getState().setView('train'),
  },
  {
    id: 'view.try',
    title: 'Try it',
    group: 'View',
    keys: ['Alt+3'],
    worksInFields: true,
    perform: () => useView.getState().setView('try'),
  },
];
export default commands;
