import type { Explanation } from '../../../shared/layers/contract.ts';
import styles from './inspector.module.css';

/** Each figure of a layer with the formula that gives it, in the user's own numbers. */
export function Figures({ explanations }: { readonly explanations: readonly Explanation[] }) {
  if (explanations.length === 0)
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
