import { useEffect } from 'react';
import { useTrainingRequest } from '../state/training-request.ts';
import { startRun } from '../state/training-store.ts';
import { Banners } from './banner.tsx';
import { Curves } from './curves.tsx';
import { ProgressCard } from './progress-card.tsx';
import { ResultPanel } from './result-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import styles from './train-view.module.css';
import { useObstacle } from './use-obstacle.ts';

/** The wishes to train that were fulfilled or refused already; the view comes and goes. */
let answered = 0;

/** The Train view: settings left, progress and curves in the middle, results and runs right. */
export default function TrainView() {
  const requests = useTrainingRequest(state => state.requests);
  const obstacle = useObstacle();
  useEffect(() => {
    if (requests === answered) return;
    answered = requests;
    if (obstacle === null) void startRun();
  }, [requests, obstacle]);
  return (
    <div className={styles.view}>
      <SettingsPanel />
      <div className={styles.middle}>
        <ProgressCard />
        <Banners />
        <div className={styles.cards}>
          <Curves />
        </div>
      </div>
      <ResultPanel />
    </div>
  );
}
