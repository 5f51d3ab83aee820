import { PanelBottom, PanelLeft, PanelRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../shared/layers/formatting.ts';
import { runCommand } from '../commands/all-commands.ts';
import { useEditor } from '../state/editor-store.ts';
import { engineWords, useEngines } from '../state/engines.ts';
import { useProblems } from '../state/selectors.ts';
import { useService } from '../state/service.ts';
import { activeRun, useTraining } from '../state/training-store.ts';
import { type PanelName, useView } from '../state/view-store.ts';
import { RunningItem } from './running-item.tsx';
import styles from './status-line.module.css';

/** The line at the bottom: the engine and its state, problems in a sentence, how many layers, the zoom. */
export function StatusLine() {
  // As the summary counts them: those within blocks too.
  const layers = useEditor(state => state.inference.nodes.size);
  const zoom = useView(state => state.zoom);
  const view = useView(state => state.view);
  return (
    <footer className={styles.line}>
      <Engine />
      <ProblemSentence />
      <span className={styles.rest} />
      <RunningItem />
      <span>{layers === 1 ? '1 layer' : `${formatCount(layers)} layers`}</span>
      {view === 'design' && (
        <>
          <button
            type="button"
            className={styles.plain}
            title="Zoom to 100 % (0)"
            onClick={() => runCommand('canvas.actual-size')}
          >
            {Math.round(zoom * 100)} %
          </button>
          <Fold panel="palette" title="Palette">
            <PanelLeft size={14} aria-hidden />
          </Fold>
          <Fold panel="bottom" title="Summary and problems">
            <PanelBottom size={14} aria-hidden />
          </Fold>
          <Fold panel="inspector" title="Inspector">
            <PanelRight size={14} aria-hidden />
          </Fold>
        </>
      )}
    </footer>
  );
}

function Fold({ panel, title, children }: { panel: PanelName; title: string; children: ReactNode }) {
  const folded = useView(state => state.panels.folded[panel]);
  return (
    <button
      type="button"
      className={styles.plain}
      aria-label={title}
      aria-pressed={!folded}
      title={`${folded ? 'Show' : 'Hide'}: ${title}`}
      onClick={() => runCommand(`view.panel-${panel}`)}
    >
      {children}
    </button>
  );
}

function Engine() {
  const connection = useService(state => state.connection);
  const reason = useService(state => state.reason);
  const { engine, detail, isReady } = useEngines(useTraining(state => state.engine));
  const running = useTraining(activeRun);
  if (connection === 'open')
    return (
      <span className={styles.item} title={detail}>
        <span className={isReady ? styles.ready : styles.waiting} />
        {running ? `Training on ${engineWords(running)}` : engine}
      </span>
    );
  const text =
    connection === 'absent'
      ? 'No service: this window only designs'
      : connection === 'lost'
        ? (reason ?? 'The service cannot be reached')
        : 'Connecting to the service';
  return (
    <span className={styles.item} title="Your edits are kept in this window.">
      <span className={connection === 'lost' ? styles.lost : styles.waiting} />
      {text}
    </span>
  );
}

function ProblemSentence() {
  const problems = useProblems();
  const errors = problems.filter(problem => problem.severity === 'error').length;
  const warnings = problems.filter(problem => problem.severity === 'warning').length;
  const first =
    problems.find(problem => problem.severity === 'error') ??
    problems.find(problem => problem.severity === 'warning') ??
    problems[0];
  if (!first) return <span className={styles.item}>No problems</span>;
  const counts = [
    errors > 0 ? `${errors} error${errors === 1 ? '' : 's'}` : '',
    warnings > 0 ? `${warnings} warning${warnings === 1 ? '' : 's'}` : '',
  ].filter(Boolean);
  const sentence =
    counts.length > 0
      ? `${counts.join(', ')}: ${first.message}`
      : `No problems, ${problems.length} ${problems.length === 1 ? 'remark' : 'remarks'}`;
  const look = errors > 0 ? styles.isError : warnings > 0 ? styles.isWarning : styles.isRemark;
  const show = () => {
    const view = useView.getState();
    view.setView('design');
    view.foldPanel('bottom', false);
    view.setBottomTab('problems');
    if (first.layer !== null) useEditor.getState().select([first.layer]);
  };
  return (
    <button type="button" className={`${styles.problem} ${look}`} title={first.message} onClick={show}>
      {sentence}
    </button>
  );
}
