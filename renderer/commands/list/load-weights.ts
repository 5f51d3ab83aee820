import { useEditor } from '../../state/editor-store.ts';
import { chooseFile } from '../../state/requests.ts';
import { useWeightsFile } from '../../state/weights-file.ts';
import type { Command } from '../command.ts';

/** Loads weights of a safetensors file into the open network. */
const command: Command = {
  id: 'file.load-weights',
  title: 'Load weights from safetensors ...',
  group: 'File',
  isEnabled: () => Object.keys(useEditor.getState().document.nodes).length > 0,
  perform: async () => {
    const path = await chooseFile({
      mode: 'open',
      title: 'Load weights',
      kinds: ['safetensors'],
      suggestedName: '',
    });
    if (path !== null) await useWeightsFile.getState().load(path);
  },
};
export default command;
