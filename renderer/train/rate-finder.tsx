import { useState } from 'react';
import type { RatePoint } from '../../shared/contract/rates.ts';
import { Button, Dialog, NumberField, numberParser } from '../controls/index.ts';
import { LineChart } from '../plots/line-chart.tsx';
import { closeRateSearch, type RateSearch, searchRate, useRateSearch } from '../state/rate-search.ts';
import { changeTraining } from './change-training.ts';
import { formatRate, lowestRate, rateCurveData } from './rate-curve.ts';
import styles from './rate-finder.module.css';
import { withOptimizerSetting } from './training-edits.ts';
import { useObstacle } from './use-obstacle.ts';
import { useSettings } from './use-settings.ts';

const POSITIVE = numberParser({ min: 0, exclusive: true });
const NO_POINTS: readonly RatePoint[] = [];

/** The way to the search for a learning rate, and its window. */
export function RateFinder() {
  const obstacle = useObstacle();
  const state = useRateSearch(store => store.state);
  return (
    <div className={styles.find}>
      <Button
        variant="link"
        disabled={obstacle !== null}
        title={obstacle?.message ?? 'Tries rates from 1e-6 to 10 on fresh weights and shows the loss by rate'}
        onClick={() => void searchRate()}
      >
        Find learning rate…
      </Button>
      {state.at !== 'closed' && <FinderDialog state={state} />}
    </div>
  );
}

type OpenSearch = Exclude<RateSearch, { readonly at: 'closed' }>;

function FinderDialog({ state }: { readonly state: OpenSearch }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const { learning_rate: present } = useSettings().optimizer;
  const suggestion = state.at === 'done' ? state.suggestion : null;
  const rate = chosen ?? suggestion;
  const points = state.at === 'failed' ? NO_POINTS : state.points;
  const use = (value: number) => {
    changeTraining(`Set learning_rate to ${value}`, training =>
      withOptimizerSetting(training, 'learning_rate', value),
    );
    closeRateSearch();
  };
  const mark =
    rate === null ? null : { rate, text: `${chosen === null ? 'suggested' : 'chosen'} ${formatRate(rate)}` };
  return (
    <Dialog
      open
      onClose={closeRateSearch}
      title="Find learning rate"
      description="Fresh weights are trained batch by batch while the rate grows. Nothing of it is kept."
      width={680}
      footer={
        state.at === 'running' ? (
          <Button onClick={closeRateSearch}>Cancel</Button>
        ) : (
          <>
            <Button
              onClick={() => {
                setChosen(null);
                void searchRate();
              }}
            >
              Try again
            </Button>
            <Button onClick={closeRateSearch}>Close</Button>
            {rate !== null && (
              <Button variant="primary" onClick={() => use(rate)}>
                Use {rate}
              </Button>
            )}
          </>
        )
      }
    >
      {state.at === 'failed' && (
        <p role="alert" className={styles.failed}>
          {state.message}
        </p>
      )}
      <div className={styles.chart}>
        <LineChart
          title="Loss"
          data={rateCurveData(points, state.at !== 'running', mark)}
          empty={emptyWords(state.at)}
        />
      </div>
      <p className={styles.say} role="status">
        {said(state, present)}
      </p>
      {state.at === 'done' && (
        <div className={styles.choice}>
          <NumberField
            label="learning_rate"
            value={rate ?? present}
            parse={POSITIVE}
            step={10 ** Math.floor(Math.log10(rate ?? present) + 1e-9)}
            onCommit={setChosen}
          />
        </div>
      )}
    </Dialog>
  );
}

function emptyWords(at: OpenSearch['at']): string {
  if (at === 'running') return 'The curve appears here with the first batch.';
  return at === 'failed' ? 'No rate was tried.' : 'The loss was no number from the first batch on.';
}

function said(state: OpenSearch, present: number): string {
  if (state.at === 'failed') return '';
  if (state.at === 'running') {
    const last = state.points.at(-1);
    if (!last || state.steps === null) return 'Preparing data and network …';
    return `Batch ${state.step} of ${state.steps}, at a rate of ${formatRate(last.rate)}.`;
  }
  const lowest = lowestRate(state.points);
  if (state.suggestion === null || lowest === null)
    return 'The loss fell at no rate. Look at the data, the loss and the network.';
  return `The loss was lowest at ${formatRate(lowest)}. A tenth of that leaves room before it diverges. The rate is ${present} now.`;
}
