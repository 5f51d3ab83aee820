import { Download, LayoutGrid, Play, Redo2, SquareTerminal, Undo2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { runCommand } from '../commands/all-commands.ts';
import { useWithKeys } from '../commands/key-store.ts';
import { useEditor } from '../state/editor-store.ts';
import { useView, VIEWS } from '../state/view-store.ts';
import { DocumentName } from './document-name.tsx';
import { FileMenu } from './file-menu.tsx';
import { Logo } from './logo.tsx';
import styles from './top-bar.module.css';

const TrainActions = lazy(() => import('../train/train-actions.tsx'));

const VIEW_TITLES = { design: 'Design', train: 'Train', try: 'Try it' } as const;

/** The bar at the top: the document, the three views, the tools, the one primary action. */
export function TopBar() {
  const view = useView(state => state.view);
  const setView = useView(state => state.setView);
  const exportTitle = useWithKeys('Export', 'file.export');
  const trainTitle = useWithKeys('Train', 'network.train');
  return (
    <header className={styles.bar}>
      <div className={styles.left}>
        <Logo />
        <FileMenu />
        <DocumentName />
      </div>
      <nav className={styles.views} aria-label="Views">
        {VIEWS.map(name => (
          <button
            key={name}
            type="button"
            className={name === view ? `${styles.view} ${styles.current}` : styles.view}
            aria-current={name === view ? 'page' : undefined}
            onClick={() => setView(name)}
          >
            {VIEW_TITLES[name]}
          </button>
        ))}
      </nav>
      <div className={styles.right}>
        {view === 'design' ? <Tools /> : <span />}
        <div className={styles.actions}>
          {view === 'design' && (
            <button type="button" className={styles.button} onClick={() => runCommand('file.templates')}>
              Templates
            </button>
          )}
          {view === 'train' && (
            <Suspense fallback={null}>
              <TrainActions />
            </Suspense>
          )}
          <button
            type="button"
            className={styles.button}
            title={exportTitle}
            onClick={() => runCommand('file.export')}
          >
            <Download size={14} aria-hidden />
            Export
          </button>
          {view === 'design' && (
            <button
              type="button"
              className={styles.primary}
              title={trainTitle}
              onClick={() => runCommand('network.train')}
            >
              <Play size={13} fill="currentColor" aria-hidden />
              Train
            </button>
          )}
        </div>
      </div>
    </header>
  );
}

function Tools() {
  const undoTitle = useEditor(({ history }) => history.undo[history.undo.length - 1]?.title ?? null);
  const redoTitle = useEditor(({ history }) => history.redo[history.redo.length - 1]?.title ?? null);
  const undoWords = useWithKeys(`Undo: ${undoTitle}`, 'edit.undo');
  const redoWords = useWithKeys(`Redo: ${redoTitle}`, 'edit.redo');
  const tidyWords = useWithKeys('Tidy the layout', 'canvas.tidy');
  const commandsWords = useWithKeys('All commands', 'view.commands');
  return (
    <div className={styles.tools} role="toolbar" aria-label="Editing">
      <button
        type="button"
        className={styles.tool}
        disabled={undoTitle === null}
        title={undoTitle === null ? 'Nothing to undo' : undoWords}
        onClick={() => runCommand('edit.undo')}
      >
        <Undo2 size={14} aria-hidden />
        <span>Undo</span>
      </button>
      <button
        type="button"
        className={styles.tool}
        disabled={redoTitle === null}
        title={redoTitle === null ? 'Nothing to redo' : redoWords}
        onClick={() => runCommand('edit.redo')}
      >
        <Redo2 size={14} aria-hidden />
        <span>Redo</span>
      </button>
      <button
        type="button"
        className={styles.tool}
        title={tidyWords}
        onClick={() => runCommand('canvas.tidy')}
      >
        <LayoutGrid size={14} aria-hidden />
        <span>Tidy</span>
      </button>
      <button
        type="button"
        className={styles.tool}
        title={commandsWords}
        onClick={() => runCommand('view.commands')}
      >
        <SquareTerminal size={14} aria-hidden />
        <span>Commands</span>
      </button>
    </div>
  );
}
