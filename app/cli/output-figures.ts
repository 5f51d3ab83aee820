import type { ScoresMessage } from '../../shared/contract/training.ts';

/** The figures of a network's scores as text: loss and accuracy, with several outputs the loss and metrics of each by its name. */
export function scoreWords({
  loss,
  accuracy,
  outputs,
}: Pick<ScoresMessage, 'loss' | 'accuracy' | 'outputs'>): string {
  const total = `loss ${loss.toFixed(4)}`;
  if (!outputs) return accuracy === null ? total : `${total}  accuracy ${percent(accuracy)}`;
  const each = Object.entries(outputs).map(([name, figures]) =>
    [
      name,
      ...Object.entries(figures).map(
        ([figure, value]) => `${figure} ${figure === 'accuracy' ? percent(value) : value.toFixed(4)}`,
      ),
    ].join(' '),
  );
  return `${total}  (${each.join('; ')})`;
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
