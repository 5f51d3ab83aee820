import type { Problem } from '../../../shared/document/problem.ts';
import { PROBLEM_CODES } from '../../../shared/document/problem-codes.ts';
import { Button, LongName } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { FixButton } from '../fix-button.tsx';
import { goToLayer } from '../go-to.ts';
import { SeverityIcon } from '../severity-icon.tsx';
import styles from './problem-list.module.css';

const WEIGHT = { error: 0, warning: 1, info: 2 };

/** All problems of the network, the worst first, each with the way to its layer and its remedy. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return <NoProblems />;
  const sorted = [...problems].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  return (
    <ul className={styles.list} aria-label="Problems">
      {sorted.map(problem => {
        const { code, layer, message, severity } = problem;
        return (
          <li key={`${code} ${layer} ${message}`} className={styles.problem}>
            <SeverityIcon severity={severity} />
            <span className={styles.layer}>
              {layer === null ? (
                'Network'
              ) : (
                <Button variant="link" title={`Go to ${layer}`} onClick={() => goToLayer(layer)}>
                  <LongName name={layer} />
                </Button>
              )}
            </span>
            <span className={styles.code} title={PROBLEM_CODES[code]}>
              {code}
            </span>
            <span className={styles.message}>{message}</span>
            <FixButton problem={problem} />
          </li>
        );
      })}
    </ul>
  );
}

function NoProblems() {
  const isKnown = useEditor(({ inference }) =>
    [...inference.nodes.values()].every(({ outputs }) => outputs.every(({ shape }) => shape !== null)),
  );
  return (
    <p className={styles.none}>
      {isKnown
        ? 'No problems: every shape is known and fits.'
        : 'No problems. Some shapes are not known: they hang on the data, or on operators that are carried unchanged.'}
    </p>
  );
}
