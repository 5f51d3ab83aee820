import { NODE_HEIGHT, NODE_WIDTH, ROW_PITCH } from '../../../shared/layout/geometry.ts';
import { cornerAround } from '../../canvas/add-layer.ts';
import { useCanvas } from '../../canvas/canvas-store.ts';
import { pointerOrCentre, toCanvas, toScreen } from '../../canvas/viewport.ts';
import { here } from '../../state/here.ts';
import type { Command } from '../command.ts';

/** Opens the search for a layer: below the only selected one and joined to it if that gives to nobody yet, else at the cursor. */
const command: Command = {
  id: 'canvas.add',
  title: 'Add a layer',
  group: 'Canvas',
  keys: ['Space'],
  scope: 'canvas',
  perform() {
    const { document, selection } = here();
    const [only] = selection;
    const place = only === undefined || selection.size > 1 ? undefined : document.positions[only];
    if (only !== undefined && place && !document.edges.some(edge => edge.from === only)) {
      const [x, y] = toScreen([place[0] + NODE_WIDTH, place[1] + NODE_HEIGHT]);
      useCanvas.setState({
        adding: {
          screen: [x + 8, y],
          at: [place[0], place[1] + ROW_PITCH],
          from: { node: only, port: 0, side: 'source' },
        },
      });
      return;
    }
    const screen = pointerOrCentre();
    useCanvas.setState({ adding: { screen, at: cornerAround(toCanvas(screen)), from: null } });
  },
};
export default command;
