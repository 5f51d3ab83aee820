import { elementsPerSample } from '../../document/value.ts';
import type { BuiltContext, Explanation, LayerContext } from '../contract.ts';
import { formatCount } from '../formatting.ts';
import type { OnnxContext } from '../onnx-contract.ts';
import { number } from '../parameters.ts';
import { type DataFormat, splitShape } from './windows.ts';

/** The parameter `rate` of the layers that drop elements. */
export const dropRate = () =>
  number({ default: 0.5, min: 0, max: 1, doc: 'Fraction that is dropped while training, from 0 to 1.' });

/** What all layers share that only disturb their input while training. */
export const DISTURBANCE = {
  inputs: { min: 1, max: 1 },
  traits: { isIdentityAtInference: true, isRandom: true, hasTrainingMode: true },
  infer: ({ inputs: [input] }: LayerContext<unknown>) => [
    { dtype: input?.dtype ?? 'float32', shape: input?.shape ?? null } as const,
  ],
  /** Left out of the file: at inference the input passes unchanged. */
  onnx: ({ inputNames: [x = ''] }: OnnxContext<unknown>): readonly string[] => [x],
};

/** The same for layers that work on sequences too: they pass on a mask of missing steps. */
export const SEQUENCE_DISTURBANCE = {
  ...DISTURBANCE,
  traits: { ...DISTURBANCE.traits, masks: { passes: 'first' as const } },
};

/**
 * The number kept on average, with the factor that makes up for the rest.
 *
 * @param rate fraction dropped
 * @param count how many may be dropped; null where unknown
 * @param what `elements` or `channels`
 */
export function explainKept(rate: number, count: number | null, what: string): readonly Explanation[] {
  const kept = 1 - rate;
  const share = String(Number(kept.toPrecision(6)));
  const scaling = {
    title: 'What is kept is multiplied by 1 / (1 − rate)',
    formula: `1 / (1 − ${rate})`,
    result: String(Number((1 / kept).toPrecision(4))),
  };
  if (count === null) return rate < 1 ? [scaling] : [];
  return [
    {
      title: `Average number of ${what} kept while training`,
      formula: `${share} × ${formatCount(count)}`,
      result: formatCount(Math.round(kept * count)),
    },
    ...(rate < 1 ? [scaling] : []),
  ];
}

/** {@link explainKept} over all elements of a sample. */
export function explainElementsKept({
  parameters,
  inputs: [input],
}: BuiltContext<{ readonly rate: number }>): readonly Explanation[] {
  return explainKept(parameters.rate, elementsPerSample(input?.shape ?? null), 'elements');
}

/** Canonical parameters of a dropout of whole channels. */
export interface SpatialDropoutParameters {
  readonly rate: number;
  readonly data_format?: DataFormat;
}

/**
 * Everything about a dropout of whole channels but its name and its words.
 *
 * @param rank number of spatial axes
 */
export function spatialDropout(rank: number) {
  const parts = ({ parameters: p, inputs: [input] }: LayerContext<SpatialDropoutParameters>) => {
    const shape = input?.shape ?? null;
    return shape && splitShape(shape, rank, p.data_format ?? 'channels_last');
  };
  return {
    ...DISTURBANCE,
    keyParameters: (p: SpatialDropoutParameters) => `rate ${p.rate}`,
    infer(context: LayerContext<SpatialDropoutParameters>) {
      parts(context);
      return DISTURBANCE.infer(context);
    },
    explain(context: BuiltContext<SpatialDropoutParameters>): readonly Explanation[] {
      const channels = parts(context)?.channels;
      return explainKept(context.parameters.rate, typeof channels === 'number' ? channels : null, 'channels');
    },
  };
}
