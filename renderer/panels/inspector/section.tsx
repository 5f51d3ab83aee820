import type { ReactNode } from 'react';
import styles from './inspector.module.css';

interface SectionProps {
  readonly title: string;
  /** A button at the right end of the heading. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the inspector. */
export function Section({ title, action, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.sectionHead}>
        <h3 className={styles.sectionTitle}>{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
