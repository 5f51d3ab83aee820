import { lazy, Suspense } from 'react';
import styles from './app.module.css';
import { Canvas } from './canvas/canvas.tsx';
import { CommandPalette } from './commands/command-palette.tsx';
import { FindLayer } from './commands/find-layer.tsx';
import {
  BottomPanel,
  CompareDialog,
  ConflictDialog,
  ExportDialog,
  FileDialog,
  ImportProgress,
  ImportReport,
  Inspector,
  Palette,
  RecoveryDialog,
  SetupStrip,
  ShortcutsDialog,
  TemplateGallery,
  WeightsReport,
} from './panels/index.ts';
import { ConfirmDialog } from './shell/confirm-dialog.tsx';
import { DropArea } from './shell/drop-area.tsx';
import { Notices } from './shell/notices.tsx';
import { Splitter } from './shell/splitter.tsx';
import { StatusLine } from './shell/status-line.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { useView } from './state/view-store.ts';

const TrainView = lazy(() => import('./train/train-view.tsx'));
const TryView = lazy(() => import('./try/try-view.tsx'));

/** The whole window. */
export function App() {
  const view = useView(state => state.view);
  return (
    <div className={styles.window}>
      <TopBar />
      <SetupStrip />
      <main className={styles.main}>
        {view === 'design' ? (
          <DesignView />
        ) : (
          <Suspense fallback={null}>{view === 'train' ? <TrainView /> : <TryView />}</Suspense>
        )}
      </main>
      <StatusLine />
      <Dialogs />
      <DropArea />
      <Notices />
    </div>
  );
}

/** Palette, canvas, inspector, and the panel below. */
function DesignView() {
  const { size, folded } = useView(state => state.panels);
  return (
    <div className={styles.design}>
      <div className={styles.left}>
        <div className={styles.upper}>
          {!folded.palette && (
            <>
              <div className={styles.panel} style={{ width: size.palette }}>
                <Palette />
              </div>
              <Splitter panel="palette" />
            </>
          )}
          <div className={styles.canvas}>
            <Canvas />
          </div>
        </div>
        <div className={styles.bottom} style={folded.bottom ? undefined : { height: size.bottom }}>
          <BottomPanel />
        </div>
      </div>
      {!folded.inspector && (
        <>
          <Splitter panel="inspector" />
          <div className={styles.panel} style={{ width: size.inspector }}>
            <Inspector />
          </div>
        </>
      )}
    </div>
  );
}

function Dialogs() {
  return (
    <>
      <CommandPalette />
      <FindLayer />
      <ConfirmDialog />
      <CompareDialog />
      <ConflictDialog />
      <TemplateGallery />
      <ExportDialog />
      <RecoveryDialog />
      <ShortcutsDialog />
      <FileDialog />
      <ImportProgress />
      <ImportReport />
      <WeightsReport />
    </>
  );
}
