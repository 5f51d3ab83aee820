import type { Explanation } from '../../../shared/layers/contract.ts';
import styles from './inspector.module.css';

interface FiguresProps {
  readonly explanations: readonly Explanation[];
  /** Whether the layer's shapes are known. */
  readonly isBuilt: boolean;
}

/** Each figure of a layer with the formula that gives it, in the user's own numbers. */
export function Figures({ explanations, isBuilt }: FiguresProps) {
  if (explanations.length === 0 && !isBuilt)
    return <p className={styles.quiet}>The figures appear once the layer's input shape is known.</p>;
  return (
    <>
      {explanations.map(({ title, formula, result }) => (
        <div key={title} className={styles.figure}>
          <div className={styles.figureTitle}>{title}</div>
          <div className={styles.formula}>
            {formula === '' ? '' : `${formula} = `}
            <span className={styles.result}>{result}</span>
          </div>
        </div>
      ))}
    </>
  );
}
