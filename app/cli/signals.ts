/** An abort signal that Ctrl-C and SIGTERM raise. */
export interface SignalAbort {
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  release(): void;
}

/** Turns Ctrl-C and SIGTERM into an abort, so that half-written files are removed and weights kept. */
export function abortOnSignals(): SignalAbort {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: abort.signal,
    release() {
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
    },
  };
}
