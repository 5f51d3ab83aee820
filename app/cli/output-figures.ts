import type { ScoresMessage } from '../../shared/contract/training.ts';

type Scores = Pick<ScoresMessage, 'loss' | 'accuracy' | 'outputs'>;

/** The loss of a network as text, with the accuracy where it has a single output. */
export function scoreWords({ loss, accuracy, outputs }: Scores): string {
  const total = `loss ${loss.toFixed(4)}`;
  return outputs || accuracy === null ? total : `${total}  accuracy ${percent(accuracy)}`;
}

/** The figures of each of several outputs, a line each that begins with its name; none where there is one. */
export function outputLines({ outputs }: Scores): readonly string[] {
  const entries = Object.entries(outputs ?? {});
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, figures]) =>
    [
      `  ${name.padEnd(width)}`,
      ...Object.entries(figures).map(
        ([figure, value]) => `${figure} ${figure === 'accuracy' ? percent(value) : value.toFixed(4)}`,
      ),
    ].join('  '),
  );
}

const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
