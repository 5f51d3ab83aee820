import { useMemo } from 'react';
import type { DatasetInfo, TensorMessage } from '../../shared/contract/runs.ts';
import { call } from '../state/service.ts';
import { pictureKind } from './prediction.ts';
import { type Answer, type Predicted, predict, useAnswer, type Weights } from './use-prediction.ts';

/** The parts of a data set. */
export const PARTS = ['test', 'validation', 'training'] as const;
export type Part = (typeof PARTS)[number];

/** Some samples of a data set as a run splits it. */
export interface Samples {
  readonly offset: number;
  /** Samples in this part. */
  readonly total: number;
  readonly inputs: TensorMessage;
  readonly targets: TensorMessage;
}

/** How many samples are shown at once; points share one picture, so that many fit. */
export function pageSize(dataset: DatasetInfo): number {
  const sizes = { image: 40, series: 18, point: 100, numbers: 24 };
  return sizes[pictureKind(dataset.inputShape)];
}

/** A page of samples with what a run predicts for them; `weights` must be memoized. */
export function useSamples(
  weights: Weights,
  dataset: DatasetInfo,
  part: Part,
  offset: number,
): { readonly samples: Answer<Samples>; readonly predicted: Answer<Predicted> } {
  const { path } = weights;
  const askSamples = useMemo(
    () => async (): Promise<Samples> => {
      const { total, inputs, outputs } = await call('datasets.samples', {
        name: dataset.name,
        part,
        offset,
        count: pageSize(dataset),
        run: path,
      });
      return { offset, total, inputs, targets: outputs };
    },
    [dataset, part, offset, path],
  );
  const samples = useAnswer(askSamples);
  const inputs = samples.value?.inputs;
  const askOutputs = useMemo(
    () => (inputs && (inputs.shape[0] ?? 0) > 0 ? () => predict(weights, inputs) : null),
    [weights, inputs],
  );
  const predicted = useAnswer(askOutputs);
  const isForThese = predicted.value?.inputs === inputs;
  return { samples, predicted: isForThese ? predicted : { value: null, problem: predicted.problem } };
}
