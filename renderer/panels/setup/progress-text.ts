import { formatBytes } from '../../../shared/analysis/summary.ts';
import type { SetupProgress } from '../../../shared/contract/engines.ts';

/**
 * A set-up's progress in words: `Step 2 of 4: fetching the library, 120.00 MB of 340.00 MB, 12.00 MB/s`.
 *
 * @param progress as the service tells it
 */
export function progressText(progress: SetupProgress): string {
  const { step, steps, title, bytesDone, bytesTotal, bytesPerSecond } = progress;
  const parts = [`Step ${step} of ${steps}: ${title}`];
  if (bytesDone !== undefined)
    parts.push(
      bytesTotal === undefined
        ? formatBytes(bytesDone)
        : `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`,
    );
  if (bytesPerSecond !== undefined && bytesPerSecond > 0) parts.push(`${formatBytes(bytesPerSecond)}/s`);
  return parts.join(', ');
}
