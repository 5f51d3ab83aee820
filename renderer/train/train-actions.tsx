import { ListPlus, ListX, Pause, Play, RotateCcw, Square } from 'lucide-react';
import type { RunSummary } from '../../shared/contract/runs.ts';
import { useWithKeys } from '../commands/key-store.ts';
import { Button } from '../controls/index.ts';
import { useRunOptions } from '../state/run-options.ts';
import {
  isResumable,
  shownRun,
  startRun,
  steeredRun,
  steerRun,
  useTraining,
} from '../state/training-store.ts';
import { useObstacle } from './use-obstacle.ts';

/** The Train view's buttons in the top bar: begin, pause, go on, stop, and begin another one meanwhile. */
export default function TrainActions() {
  const steered = useTraining(steeredRun);
  const shown = useTraining(shownRun);
  const isStarting = useTraining(state => state.isStarting);
  const obstacle = useObstacle();
  const words = useWithKeys('Train from the beginning', 'network.train');
  if (steered)
    return (
      <>
        <AnotherRun isDisabled={isStarting || obstacle !== null} reason={obstacle?.message ?? null} />
        <Steering run={steered} />
      </>
    );
  return (
    <>
      {shown && isResumable(shown) && shown.code !== 'run.diverged' && (
        <Button icon={RotateCcw} disabled={isStarting} onClick={() => void startRun(shown.path)}>
          Resume
        </Button>
      )}
      <Button
        variant="primary"
        icon={Play}
        disabled={isStarting || obstacle !== null}
        title={obstacle?.message ?? words}
        onClick={() => void startRun()}
      >
        {isStarting ? 'Starting' : 'Train'}
      </Button>
    </>
  );
}

interface AnotherRunProps {
  readonly isDisabled: boolean;
  /** What keeps the network from being trained. */
  readonly reason: string | null;
}

/** A new run with the present settings while one trains: in line, or beside it. */
function AnotherRun({ isDisabled, reason }: AnotherRunProps) {
  const waits = useRunOptions(options => options.waits);
  const words = useWithKeys(
    waits
      ? 'Another run with the present settings, when those before it have ended'
      : 'Another run with the present settings, beside the one that trains',
    'network.train',
  );
  return (
    <Button
      icon={waits ? ListPlus : Play}
      disabled={isDisabled}
      title={reason ?? words}
      onClick={() => void startRun()}
    >
      {waits ? 'Queue another' : 'Train another'}
    </Button>
  );
}

function Steering({ run }: { readonly run: RunSummary }) {
  const stop = () => void steerRun(run.path, 'stop');
  if (run.status === 'queued')
    return (
      <Button icon={ListX} title="Take this run out of the queue; it can be resumed later" onClick={stop}>
        Leave the queue
      </Button>
    );
  return (
    <>
      {run.status === 'paused' ? (
        <Button variant="primary" icon={Play} onClick={() => void steerRun(run.path, 'resume')}>
          Go on
        </Button>
      ) : (
        <Button icon={Pause} onClick={() => void steerRun(run.path, 'pause')}>
          Pause
        </Button>
      )}
      <Button icon={Square} title="Stop and keep the weights; the run can be resumed" onClick={stop}>
        Stop
      </Button>
    </>
  );
}
