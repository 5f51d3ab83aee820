/** How a position of the output maps to one of the input. ONNX's words; tf_crop_and_resize is not among them. */
export const COORDINATE_MODES = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
] as const;
export type CoordinateMode = (typeof COORDINATE_MODES)[number];

/** Which neighbour is the nearest. */
export const NEAREST_MODES = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;
export type NearestMode = (typeof NEAREST_MODES)[number];

/** The extent after a factor, in float32 as runtimes compute it: 10 × 1.3 is 13. */
export function resizedExtent(from: number, scale: number): number {
  return Math.floor(Math.fround(from * Math.fround(scale)));
}

/** One axis of a resize. */
export interface ResizeAxis {
  /** Extent before. */
  readonly from: number;
  /** Extent after. */
  readonly to: number;
  /** The factor the coordinates use: the one given, or to / from. */
  readonly scale: number;
}

/**
 * The place in the input that an output position looks at. Source: ONNX operator Resize, coordinate_transformation_mode.
 *
 * @param at output position
 * @param axis extents and factor
 * @param mode the mapping
 */
export function sourcePosition(at: number, axis: ResizeAxis, mode: CoordinateMode): number {
  const { from, to, scale } = axis;
  switch (mode) {
    case 'half_pixel':
      return (at + 0.5) / scale - 0.5;
    case 'half_pixel_symmetric': {
      const adjustment = to / (from * scale);
      return (from / 2) * (1 - adjustment) + (at + 0.5) / scale - 0.5;
    }
    case 'pytorch_half_pixel':
      return to > 1 ? (at + 0.5) / scale - 0.5 : 0;
    case 'align_corners':
      return to === 1 ? 0 : (at * (from - 1)) / (to - 1);
    case 'asymmetric':
      return at / scale;
  }
}

const ROUNDINGS: Readonly<Record<NearestMode, (x: number) => number>> = {
  round_prefer_floor: x => Math.ceil(x - 0.5),
  round_prefer_ceil: x => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

const clamp = (at: number, extent: number) => Math.min(extent - 1, Math.max(0, at));

/**
 * For each output position the input position, without interpolation.
 *
 * @param axis extents and factor
 * @param mode the mapping
 * @param rounding which neighbour
 */
export function nearestPositions(
  axis: ResizeAxis,
  mode: CoordinateMode,
  rounding: NearestMode,
): readonly number[] {
  // Positions are computed in float32 by runtimes, so that 2.9999999 is a 3 there.
  return Array.from({ length: axis.to }, (_, at) =>
    clamp(ROUNDINGS[rounding](Math.fround(sourcePosition(at, axis, mode))), axis.from),
  );
}

/** Keys's cubic weights of the four neighbours for a fraction. */
function cubicWeights(fraction: number, a: number): readonly number[] {
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(1 + fraction), near(fraction), near(1 - fraction), far(2 - fraction)];
}

/**
 * The matrix (output position × input position, row-major) that resizes along one axis by linear or cubic interpolation.
 *
 * @param axis extents and factor
 * @param mode the mapping
 * @param kind linear or cubic
 * @param cubic Keys's coefficient, and whether neighbours outside count as nothing (else the border repeats)
 */
export function interpolationMatrix(
  axis: ResizeAxis,
  mode: CoordinateMode,
  kind: 'linear' | 'cubic',
  cubic: { readonly a: number; readonly excludeOutside: boolean },
): Float32Array {
  const { from, to } = axis;
  const matrix = new Float32Array(from * to);
  for (let at = 0; at < to; at++) {
    const exact = sourcePosition(at, axis, mode);
    const place = kind === 'linear' ? clamp(exact, from) : exact;
    const below = Math.floor(place);
    const first = kind === 'linear' ? below : below - 1;
    const fraction = place - below;
    const weights = kind === 'linear' ? [1 - fraction, fraction] : cubicWeights(fraction, cubic.a);
    const isOutside = (i: number) => first + i < 0 || first + i >= from;
    const counted = weights.map((weight, i) => (cubic.excludeOutside && isOutside(i) ? 0 : weight));
    const total = cubic.excludeOutside ? counted.reduce((sum, weight) => sum + weight, 0) : 1;
    for (const [i, weight] of counted.entries()) {
      const cell = at * from + clamp(first + i, from);
      matrix[cell] = (matrix[cell] ?? 0) + weight / total;
    }
  }
  return matrix;
}
