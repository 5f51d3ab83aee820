import { ChevronDown, ChevronUp } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { DEFAULT_COSTS, summarizeCosts } from '../../../shared/analysis/costs.ts';
import { IconButton } from '../../controls/index.ts';
import { Splitter } from '../../shell/splitter.tsx';
import { useEditor } from '../../state/editor-store.ts';
import { useProblems } from '../../state/selectors.ts';
import { useView } from '../../state/view-store.ts';
import styles from './bottom-panel.module.css';
import { ColumnChoice } from './column-choice.tsx';
import { CopyAs } from './copy-as.tsx';
import { useCosts } from './cost-store.ts';
import { ProblemList } from './problem-list.tsx';
import { SummaryTable } from './summary-table.tsx';
import { CostSettings, TotalsLine } from './totals-line.tsx';

/** The panel below the canvas: the summary's table and the list of problems. Folded, only its tabs remain. */
export function BottomPanel() {
  const tab = useView(state => state.bottomTab);
  const setTab = useView(state => state.setBottomTab);
  const isFolded = useView(state => state.panels.folded.bottom);
  const foldPanel = useView(state => state.foldPanel);
  const problems = useProblems();
  // Costs of a large network take longer than an edit may: the table follows when the canvas is drawn.
  const inference = useDeferredValue(useEditor(state => state.inference));
  const name = useEditor(state => state.document.name);
  const optimizer = useEditor(state => state.document.training?.optimizer ?? DEFAULT_COSTS.optimizer);
  const batch = useCosts(state => state.batch);
  const precision = useCosts(state => state.precision);
  const summary = useMemo(
    () => summarizeCosts(inference, name, { batch: batch === 1 ? null : batch, precision, optimizer }),
    [inference, name, batch, precision, optimizer],
  );
  const worst = problems.some(problem => problem.severity === 'error')
    ? styles.error
    : problems.some(problem => problem.severity === 'warning')
      ? styles.warning
      : '';
  const choose = (next: typeof tab) => {
    setTab(next);
    if (isFolded) foldPanel('bottom', false);
  };
  return (
    <section
      className={isFolded ? `${styles.panel} ${styles.folded}` : styles.panel}
      aria-label="Summary and problems"
    >
      {!isFolded && <Splitter panel="bottom" />}
      <div className={styles.tabs}>
        <div role="tablist" style={{ display: 'flex' }}>
          <Tab isChosen={tab === 'summary'} onChoose={() => choose('summary')}>
            Summary
          </Tab>
          <Tab isChosen={tab === 'problems'} onChoose={() => choose('problems')}>
            Problems
            {problems.length > 0 && <span className={`${styles.count} ${worst}`}>{problems.length}</span>}
          </Tab>
        </div>
        <div className={styles.space} />
        <div className={styles.actions}>
          {tab === 'summary' && !isFolded && <CostSettings />}
          {tab === 'summary' && <ColumnChoice />}
          {tab === 'summary' && <CopyAs summary={summary} />}
          <IconButton
            label={isFolded ? 'Unfold the panel' : 'Fold the panel away'}
            icon={isFolded ? ChevronUp : ChevronDown}
            onClick={() => foldPanel('bottom', !isFolded)}
          />
        </div>
      </div>
      {!isFolded && (
        <div
          className={styles.content}
          role="tabpanel"
          aria-label={tab === 'summary' ? 'Summary' : 'Problems'}
        >
          {tab === 'summary' ? <SummaryTable summary={summary} /> : <ProblemList problems={problems} />}
          {tab === 'summary' && <TotalsLine summary={summary} />}
        </div>
      )}
    </section>
  );
}

interface TabProps {
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}

function Tab({ isChosen, onChoose, children }: TabProps) {
  return (
    <button type="button" role="tab" aria-selected={isChosen} className={styles.tab} onClick={onChoose}>
      {children}
    </button>
  );
}
