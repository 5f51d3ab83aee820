import { useEffect, useState } from 'react';
import { Button, Dialog } from '../../controls/index.ts';
import { cancelImport, useImport } from '../../state/import-model.ts';
import { useView } from '../../state/view-store.ts';
import dialogs from '../dialogs/dialogs.module.css';
import styles from './import.module.css';

const DOING = {
  bringing: 'Bringing the file to the service',
  reading: 'Reading the model in a process of its own, with limits on time and memory',
  drawing: 'Laying out the network',
} as const;

/** What an import is doing, with Cancel; the sentence when it failed. */
export function ImportProgress() {
  const isOpen = useView(state => state.dialog === 'importing');
  const running = useImport(state => state.running);
  const problem = useImport(state => state.problem);
  const seconds = useSeconds(running !== null);
  if (!isOpen || (!running && !problem)) return null;
  const close = () => {
    cancelImport();
    useImport.setState({ problem: null });
    useView.getState().openDialog(null);
  };
  return (
    <Dialog
      open
      onClose={close}
      title={running ? `Importing ${running.file}` : `${problem?.file ?? 'The file'} was not imported`}
      width={460}
      begin="main"
      footer={<Button onClick={close}>{running ? 'Cancel' : 'Close'}</Button>}
    >
      {running ? (
        <>
          <progress
            className={styles.progress}
            aria-label="Progress of the import"
            {...(running.share === null ? {} : { value: running.share })}
          />
          <p className={dialogs.quiet}>
            {DOING[running.doing]}
            {running.share === null ? '' : `: ${Math.round(running.share * 100)} %`}
            {seconds >= 3 ? ` (${seconds} s)` : ''}.
          </p>
        </>
      ) : (
        <p role="alert" className={dialogs.sentence}>
          {problem?.sentence}
        </p>
      )}
    </Dialog>
  );
}

/** Whole seconds since `isRunning` became true. */
function useSeconds(isRunning: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    setSeconds(0);
    if (!isRunning) return;
    const start = Date.now();
    const timer = setInterval(() => setSeconds(Math.round((Date.now() - start) / 1000)), 1000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return seconds;
}
