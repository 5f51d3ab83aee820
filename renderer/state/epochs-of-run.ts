import type { Epoch, RunSummary } from '../../shared/contract/runs.ts';

/** A history read from the disk, with the epochs that came in by event while it was read. */
export function joined(read: readonly Epoch[], known: readonly Epoch[]): readonly Epoch[] {
  const last = read.at(-1)?.epoch ?? 0;
  return [...read, ...known.filter(({ epoch }) => epoch > last)];
}

/** A history with the epochs that follow; those trained anew, from a checkpoint, take the place of the old ones. */
export function followedBy(known: readonly Epoch[], epochs: readonly Epoch[]): readonly Epoch[] {
  const first = epochs[0]?.epoch ?? 0;
  const kept = known.findLastIndex(({ epoch }) => epoch < first) + 1;
  return [...known.slice(0, kept), ...epochs];
}

/** A run's figures after more epochs. */
export function withEpochs(run: RunSummary, epochs: readonly Epoch[]): RunSummary {
  return {
    ...run,
    epochsDone: epochs.at(-1)?.epoch ?? run.epochsDone,
    bestEpoch: epochs.findLast(({ best }) => best)?.epoch ?? run.bestEpoch,
    duration: epochs.reduce((sum, { ms }) => sum + ms, run.duration),
  };
}
