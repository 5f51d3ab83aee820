import type { DType } from '../../shared/document/value.ts';
import { ExportError } from '../../shared/exporters/onnx/export-error.ts';
import type { WeightElements, WeightStore } from '../../shared/layers/weight-store.ts';

/** A weight to be written: its full name, shape and element type. */
export interface WrittenWeight {
  readonly store: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/**
 * The elements of a weight.
 *
 * @throws ExportError when the store has none, or not as many as the shape says
 */
export function weightElements(weights: WeightStore, { store, shape, dtype }: WrittenWeight): WeightElements {
  const elements = dtype === 'float32' ? weights.get(store) : weights.elements?.(store);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (elements?.length === count) return elements;
  throw new ExportError(
    'export.weights',
    `The weights do not belong to this network: ${store} should have ${count} elements (${shape.join(' × ')}); got ${elements?.length ?? 'none'}. Export the document that was trained, or train again, beginning with these weights: those that fit are taken.`,
  );
}
