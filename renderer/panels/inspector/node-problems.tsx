import type { Problem } from '../../../shared/document/problem.ts';
import { FixButton } from '../fix-button.tsx';
import { SeverityIcon } from '../severity-icon.tsx';
import inspector from './inspector.module.css';
import styles from './node-problems.module.css';

/** The problems of a layer with their one-click remedies. */
export function NodeProblems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return <p className={inspector.quiet}>None on this layer.</p>;
  return (
    <ul>
      {problems.map(problem => (
        <li key={`${problem.code} ${problem.message}`} className={styles.problem}>
          <SeverityIcon severity={problem.severity} />
          <div>
            <span title={problem.code}>{problem.message}</span>
            {problem.fix && (
              <div className={styles.fix}>
                <FixButton problem={problem} />
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
