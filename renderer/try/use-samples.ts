import { useMemo } from 'react';
import type { DatasetInfo, TensorMessage } from '../../shared/contract/runs.ts';
import { call } from '../state/service.ts';
import { type PictureKind, pictureKind } from './prediction.ts';
import { type Answer, type Predicted, predict, useAnswer, type Weights } from './use-prediction.ts';

/** The parts of a data set. */
export const PARTS = ['test', 'validation', 'training'] as const;
export type Part = (typeof PARTS)[number];

/** Some samples of a data set as a run splits it. */
export interface Samples {
  readonly offset: number;
  /** Samples in this part. */
  readonly total: number;
  /** By input of the network. */
  readonly inputs: readonly TensorMessage[];
  /** By output of the network. */
  readonly targets: readonly TensorMessage[];
  /** The data set as the network takes it: its inputs and targets in the order of these. */
  readonly dataset: DatasetInfo;
}

/** How samples of data are best shown: those of one input as it is, those of several by their numbers and pictures together. */
export function samplesKind({ inputs, targets }: DatasetInfo): PictureKind | 'several' {
  const [input] = inputs;
  if (!input || inputs.length > 1 || targets.length > 1) return 'several';
  return pictureKind(input.shape);
}

/** How many samples are shown at once; points share one picture, so that many fit. */
export function pageSize(dataset: DatasetInfo): number {
  const sizes = { image: 40, series: 18, point: 100, numbers: 24, several: 18 };
  return sizes[samplesKind(dataset)];
}

/** How many samples a page has. */
export function sampleCount({ inputs }: Samples): number {
  return inputs[0]?.shape[0] ?? 0;
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
      const { total, inputs, targets, ports } = await call('datasets.samples', {
        name: dataset.name,
        part,
        offset,
        count: pageSize(dataset),
        run: path,
      });
      return { offset, total, inputs, targets, dataset: { ...dataset, ...ports } };
    },
    [dataset, part, offset, path],
  );
  const samples = useAnswer(askSamples);
  const page = samples.value;
  const inputs = page?.inputs;
  const isEmpty = page === null || sampleCount(page) === 0;
  const askOutputs = useMemo(
    () => (inputs && !isEmpty ? () => predict(weights, inputs) : null),
    [weights, inputs, isEmpty],
  );
  const predicted = useAnswer(askOutputs);
  const isForThese = predicted.value?.inputs === inputs;
  return { samples, predicted: isForThese ? predicted : { value: null, problem: predicted.problem } };
}
