import { Pause, Play, RotateCcw, Square } from 'lucide-react';
import { Button } from '../controls/index.ts';
import {
  activeRun,
  isResumable,
  shownRun,
  startRun,
  steerRun,
  useTraining,
} from '../state/training-store.ts';
import { useObstacle } from './use-obstacle.ts';

/** The Train view's buttons in the top bar: begin, pause, go on, stop. */
export default function TrainActions() {
  const active = useTraining(activeRun);
  const shown = useTraining(shownRun);
  const isStarting = useTraining(state => state.isStarting);
  const obstacle = useObstacle();
  if (!active)
    return (
      <>
        {shown && isResumable(shown) && (
          <Button icon={RotateCcw} disabled={isStarting} onClick={() => void startRun(shown.path)}>
            Resume
          </Button>
        )}
        <Button
          variant="primary"
          icon={Play}
          disabled={isStarting || obstacle !== null}
          title={obstacle?.message ?? 'Train from the beginning (Ctrl+Enter)'}
          onClick={() => void startRun()}
        >
          {isStarting ? 'Starting' : 'Train'}
        </Button>
      </>
    );
  return (
    <>
      {active.status === 'paused' ? (
        <Button variant="primary" icon={Play} onClick={() => void steerRun(active.path, 'resume')}>
          Go on
        </Button>
      ) : (
        <Button icon={Pause} onClick={() => void steerRun(active.path, 'pause')}>
          Pause
        </Button>
      )}
      <Button
        icon={Square}
        title="Stop and keep the weights; the run can be resumed"
        onClick={() => void steerRun(active.path, 'stop')}
      >
        Stop
      </Button>
    </>
  );
}
