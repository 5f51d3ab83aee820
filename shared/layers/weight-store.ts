/** Weights by their full names `LAYER/WEIGHT`, row-major in Keras's layout. */
export interface WeightStore {
  /**
   * The values of a weight; undefined where the store has none.
   *
   * @param name `LAYER/WEIGHT`, e.g. `conv1/kernel`
   */
  get(name: string): Float32Array | undefined;
}

/** The full name of a layer's weight, the same in runs, exports and engines. */
export function weightName(layer: string, weight: string): string {
  return `${layer}/${weight}`;
}
