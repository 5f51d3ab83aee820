import type { Json, Parsed } from '../../document/json.ts';
import { type LayerContext, output } from '../contract.ts';
import { choice, number, type Parameter } from '../parameters.ts';
import { DISTURBANCE } from './dropout.ts';
import { type DataFormat, dataFormat, spatialAxesOf, splitShape } from './windows.ts';

/** The least and the greatest of random factors. */
export type FactorRange = readonly [number, number];

/**
 * A random factor's range: a pair, or one number f for −f (not below the least allowed) to f. Keras has no default for it.
 * Source: keras/src/layers/preprocessing/image_preprocessing/base_image_preprocessing_layer.py, _set_factor.
 *
 * @param bounds the least and the greatest that Keras allows
 */
export function factor(
  bounds: FactorRange,
  options: { default: FactorRange; doc: string },
): Parameter<FactorRange> {
  const [least, greatest] = bounds;
  const fits = (value: Json | undefined): value is number =>
    typeof value === 'number' && value >= least && value <= greatest;
  return {
    kind: 'numbers',
    ...options,
    parse(raw): Parsed<FactorRange> {
      if (fits(raw)) return { ok: true, value: [Math.max(-Math.abs(raw), least), Math.abs(raw)] };
      const [low, high] = Array.isArray(raw) ? (raw as readonly Json[]) : [];
      if (Array.isArray(raw) && raw.length === 2 && fits(low) && fits(high))
        return { ok: true, value: [Math.min(low, high), Math.max(low, high)] };
      return {
        ok: false,
        message: `must be one number or two from ${least} to ${greatest}; got ${JSON.stringify(raw)}`,
      };
    },
  };
}

/** How a shown range reads: `±0.2`, or `0 … 0.2`. */
export function formatFactor([low, high]: FactorRange): string {
  return low === -high ? `±${high}` : `${low} … ${high}`;
}

/** Where places outside the image are read from, and how between pixels; in Keras's order around `seed`. */
export const SAMPLING = {
  fill_mode: choice(['reflect', 'constant', 'wrap', 'nearest'], {
    default: 'reflect',
    doc: 'What stands outside the image: its mirror image, a number, the image again, or its edge.',
  }),
  interpolation: choice(['bilinear', 'nearest'], {
    default: 'bilinear',
    doc: 'How values between pixels come about.',
  }),
  fill_value: number({ default: 0, doc: 'The number outside the image with fill_mode constant.' }),
  data_format: dataFormat(),
};

/** Canonical parameters of {@link SAMPLING}. */
export interface SamplingParameters {
  readonly fill_mode: 'reflect' | 'constant' | 'wrap' | 'nearest';
  readonly interpolation: 'bilinear' | 'nearest';
  readonly fill_value: number;
  readonly data_format: DataFormat;
}

/** The least and the greatest value of a pixel. */
export const valueRange = (): Parameter<FactorRange> => ({
  kind: 'numbers',
  default: [0, 255],
  doc: 'The least and the greatest value of a pixel; results are kept within.',
  parse(raw): Parsed<FactorRange> {
    const [low, high] = Array.isArray(raw) ? (raw as readonly Json[]) : [];
    return Array.isArray(raw) && raw.length === 2 && typeof low === 'number' && typeof high === 'number'
      ? { ok: true, value: [Math.min(low, high), Math.max(low, high)] }
      : { ok: false, message: `must be two numbers; got ${JSON.stringify(raw)}` };
  },
});

/** What all layers share that change images at random while training and keep their shape. */
export function augmentation<P extends { readonly data_format: DataFormat }>() {
  return {
    ...DISTURBANCE,
    category: 'preprocessing',
    traits: {
      ...DISTURBANCE.traits,
      spatialAxes: (p: P, rank: number) => spatialAxesOf(p.data_format, rank),
    },
    infer({ parameters: p, inputs: [input] }: LayerContext<P>) {
      const shape = input?.shape ?? null;
      if (shape === null) return [{ dtype: 'float32' as const, shape: null }];
      splitShape(shape, 2, p.data_format);
      return output(shape, input?.dtype ?? 'float32');
    },
  } as const;
}

/** The words of the documentation that all these layers have in common. */
export const IMAGES = {
  inputShape: '(batch, height, width, channels), or (batch, channels, height, width) with channels_first',
  outputShape: 'the same as the input',
  errors: ['The input does not have 4 axes.'],
} as const;
