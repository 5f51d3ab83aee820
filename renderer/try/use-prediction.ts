import { useEffect, useState } from 'react';
import type { TensorMessage } from '../../shared/contract/runs.ts';
import { call, sentenceOf } from '../state/service.ts';

/** Something asked of the service: nothing yet, the answer, or the sentence that refused it. */
export interface Answer<T> {
  readonly value: T | null;
  readonly problem: string | null;
}

const NOTHING = { value: null, problem: null };

/**
 * Asks and keeps the newest answer; older ones that come late are dropped. The last answer stays until the next is there.
 *
 * @param question makes the call; null asks nothing. Must be memoized: each new function is a new question
 */
export function useAnswer<T>(question: (() => Promise<T>) | null): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T>>(NOTHING);
  useEffect(() => {
    let isCurrent = true;
    if (!question) {
      setAnswer(NOTHING);
      return;
    }
    question().then(
      value => isCurrent && setAnswer({ value, problem: null }),
      (error: unknown) => isCurrent && setAnswer({ value: null, problem: sentenceOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [question]);
  return answer;
}

/** The outputs that belong to certain inputs, so that a late answer is never shown beside other samples. */
export interface Predicted {
  /** By input of the network. */
  readonly inputs: readonly TensorMessage[];
  /** By output of the network. */
  readonly outputs: readonly TensorMessage[];
  /** The epochs that the weights had behind them. */
  readonly epochsDone: number;
}

/** A run's weights as they stand: after another epoch they are others. */
export interface Weights {
  readonly path: string;
  readonly epochsDone: number;
}

/**
 * Predicts with a run's weights.
 *
 * @param weights whose
 * @param inputs one tensor per input of the network, samples along the first axis
 */
export async function predict(
  { path, epochsDone }: Weights,
  inputs: readonly TensorMessage[],
): Promise<Predicted> {
  const { outputs } = await call('runs.predict', { run: path, inputs: [...inputs] });
  return { inputs, outputs, epochsDone };
}
