import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { setPreference, usePreference } from '../state/preferences.ts';
import styles from './fold.module.css';

interface FoldProps {
  /** Names the fold; whether it stands open is remembered by it. */
  readonly title: string;
  /** What is said beside the title while it is closed: what stands inside, in a few words. */
  readonly note?: string;
  readonly children: ReactNode;
}

/** Settings that are seldom touched, behind a line that opens them. */
export function Fold({ title, note = '', children }: FoldProps) {
  const isOpen = usePreference(`fold.${title}`) ?? false;
  return (
    <div className={styles.fold}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        onClick={() => setPreference(`fold.${title}`, !isOpen)}
      >
        <ChevronRight size={13} className={isOpen ? styles.open : styles.closed} aria-hidden="true" />
        <span className={styles.title}>{title}</span>
        {!isOpen && note !== '' && <span className={styles.note}>{note}</span>}
      </button>
      {isOpen && <div className={styles.inner}>{children}</div>}
    </div>
  );
}
