import { X } from 'lucide-react';
import { dismiss, useNotices } from '../state/notices.ts';
import styles from './notices.module.css';

/** Sentences at the lower edge that go away by themselves. */
export function Notices() {
  const notices = useNotices(state => state.notices);
  return (
    <div className={styles.place} role="status" aria-live="polite">
      {notices.map(notice => (
        <div
          key={notice.id}
          className={notice.kind === 'error' ? `${styles.notice} ${styles.error}` : styles.notice}
        >
          <span>{notice.text}</span>
          <button
            type="button"
            className={styles.close}
            aria-label="Close"
            onClick={() => dismiss(notice.id)}
          >
            <X size={13} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
