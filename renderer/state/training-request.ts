import { create } from 'zustand';

interface TrainingRequestState {
  /** Counts the wishes to train; the Train view begins a run when it grows. */
  readonly requests: number;
}

/** The wish to train, uttered by the Train button and Ctrl+Enter anywhere in the window. */
export const useTrainingRequest = create<TrainingRequestState>()(() => ({ requests: 0 }));

/** Asks the Train view to begin a run. */
export function requestTraining(): void {
  useTrainingRequest.setState(state => ({ requests: state.requests + 1 }));
}
