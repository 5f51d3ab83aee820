import { useEffect, useRef, useState } from 'react';
import type { Recovery } from '../../../shared/contract/documents.ts';
import { Button, Dialog } from '../../controls/index.ts';
import { mayLeaveDocument, recoverDocument } from '../../state/document-files.ts';
import { flushJournal } from '../../state/journal.ts';
import { tell } from '../../state/notices.ts';
import { call, sentenceOf } from '../../state/service.ts';
import { useView } from '../../state/view-store.ts';
import styles from './dialogs.module.css';

/** How long this window's journal gets to hold restored work before the old entry goes, in milliseconds. */
const TAKE_OVER = 3000;

/** Offers back the unsaved work of windows that are gone. Escape and closing decide nothing: it is offered again. */
export function RecoveryDialog() {
  const [recoveries, setRecoveries] = useState<readonly Recovery[]>([]);
  // What is discarded is gone: the first press only asks.
  const [asked, setAsked] = useState<string | null>(null);
  const isOpen = useView(state => state.dialog === 'recovery');
  const newest = useRef<HTMLButtonElement>(null);
  const close = () => useView.getState().openDialog(null);

  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    call('documents.recoveries', {}).then(
      found => {
        if (isCurrent) setRecoveries(found);
      },
      (error: unknown) => tell(`Earlier work could not be looked for: ${sentenceOf(error)}`, 'error'),
    );
    return () => {
      isCurrent = false;
    };
  }, [isOpen]);

  // The entries arrive after the dialog has taken the focus.
  useEffect(() => {
    if (isOpen && recoveries.length > 0) newest.current?.focus();
  }, [isOpen, recoveries]);

  const remove = (id: string) => {
    const rest = recoveries.filter(recovery => recovery.id !== id);
    setRecoveries(rest);
    if (rest.length === 0) close();
  };
  const restore = async (id: string) => {
    close();
    if (!(await mayLeaveDocument()) || !(await recoverDocument(id))) return;
    setRecoveries(recoveries.filter(recovery => recovery.id !== id));
    // The journal of this window takes the work over; only then the old entry goes.
    flushJournal();
    setTimeout(() => {
      call('documents.discard', { id }).catch(() => {
        // Offered once more at the next start, then.
      });
    }, TAKE_OVER);
  };
  const discard = async (id: string) => {
    try {
      await call('documents.discard', { id });
      remove(id);
    } catch (error) {
      tell(`Not discarded: ${sentenceOf(error)}`, 'error');
    }
  };

  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title="Unsaved work from an earlier window"
      description="These networks were not saved when their window went away. They were kept, at most a second behind the last edit."
      width={620}
      footer={<Button onClick={close}>Decide later</Button>}
    >
      {recoveries.length === 0 && <p className={styles.quiet}>There is nothing to recover.</p>}
      <ul className={styles.entries}>
        {recoveries.map(({ id, name, path, layers, time, isOlderThanFile }, index) => (
          <li key={id} className={styles.entry}>
            <div>
              <div className={styles.entryTitle}>{name}</div>
              <div className={styles.quiet}>
                {layers} {layers === 1 ? 'layer' : 'layers'} · {new Date(time).toLocaleString('en-GB')}
              </div>
              <div className={styles.path}>{path ?? 'never saved'}</div>
              {isOlderThanFile && (
                <div className={styles.caution}>Older than the file, which was written since.</div>
              )}
            </div>
            <div className={styles.buttons}>
              <Button
                variant="danger"
                onClick={() => (asked === id ? void discard(id) : setAsked(id))}
                aria-label={asked === id ? `Discard ${name} for good` : `Discard ${name}`}
              >
                {asked === id ? 'Discard for good' : 'Discard'}
              </Button>
              <Button
                variant="primary"
                onClick={() => void restore(id)}
                aria-label={`Restore ${name}`}
                ref={index === 0 ? newest : null}
              >
                Restore
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
