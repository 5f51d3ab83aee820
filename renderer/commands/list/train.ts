import { useEditor } from '../../state/editor-store.ts';
import { requestTraining } from '../../state/training-request.ts';
import { useView } from '../../state/view-store.ts';
import type { Command } from '../command.ts';

/** Goes to the Train view and begins. */
const command: Command = {
  id: 'network.train',
  title: 'Train',
  group: 'Network',
  keys: ['Ctrl+Enter'],
  worksInFields: true,
  worksInDialogs: true,
  isEnabled: () => Object.keys(useEditor.getState().document.nodes).length > 0,
  perform() {
    useView.getState().setView('train');
    requestTraining();
  },
};
export default command;
