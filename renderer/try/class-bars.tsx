import { Check } from 'lucide-react';
import styles from './class-bars.module.css';
import { greatest, listedClasses, shareText } from './prediction.ts';

interface ClassBarsProps {
  readonly classes: readonly string[];
  /** The predicted share of each class; null where nothing was predicted yet. */
  readonly shares: readonly number[] | null;
  /** The true class; null where nobody knows. */
  readonly truth: number | null;
}

/** The predicted share of each class as bars, of many classes of the likeliest; the true class has a tick. */
export function ClassBars({ classes, shares, truth }: ClassBarsProps) {
  const predicted = shares && greatest(shares);
  const listed = listedClasses(classes.length, shares, truth);
  const isWrong = truth !== null && predicted !== truth;
  return (
    <table className={styles.bars}>
      <tbody>
        {listed.map(index => {
          const name = classes[index];
          const share = shares?.[index] ?? 0;
          const width = `${Math.min(1, Math.max(0, share)) * 100}%`;
          const look = index === predicted ? (isWrong ? styles.wrong : styles.predicted) : styles.other;
          return (
            <tr key={index}>
              <th scope="row" title={name} className={index === predicted ? styles.strong : ''}>
                {name}
              </th>
              <td className={styles.track}>
                <div className={`${styles.bar} ${look}`} style={{ width }} />
              </td>
              <td className={styles.share}>{shares ? shareText(share) : '–'}</td>
              <td className={styles.mark}>
                {index === truth && <Check size={13} aria-label="the true class" />}
              </td>
            </tr>
          );
        })}
        {listed.length < classes.length && (
          <tr>
            <td colSpan={4} className={styles.more}>
              and {classes.length - listed.length} more classes
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
