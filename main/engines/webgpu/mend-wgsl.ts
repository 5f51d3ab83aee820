const COMPONENTS = ['x', 'y', 'z', 'w', 'u', 'v'];

/**
 * Mends shaders of @tensorflow/tfjs-backend-webgpu 4.22.0 that Dawn refuses:
 *
 * - Its coordinates of rank 5 and 6 are structs, and some programs index them like vectors (`coords[4]`, `uniforms.xShape[0]`).
 * - Its transposition of whole numbers gives them to a function that takes floats; the one for whole numbers is beside it.
 *
 * @param code a shader in WGSL
 * @returns the same shader where there is nothing to mend
 */
export function mendWgsl(code: string): string {
  const isWide = /fn getCoordsFromIndex\([^)]*\) *-> *vec[56]/.test(code);
  const wide = new Set(
    [...code.matchAll(/(\w+)\s*:\s*vec[56]\b/g)].map(([, name = '']) => `uniforms.${name}`),
  );
  if (isWide) for (const name of ['coords', 'paddedCoords']) wide.add(name);
  const named = code.replace(
    /((?:uniforms\.)?\b\w+)\[(\d)\]/g,
    (found: string, name: string, index: string) =>
      wide.has(name) ? `${name}.${COMPONENTS[Number(index)]}` : found,
  );
  return /var<storage, read> A: array<i32>/.test(named)
    ? named.replaceAll(
        'setOutputAtIndex(flatIndex, A[getIndexFromCoords',
        'setOutputAtIndexI32(flatIndex, A[getIndexFromCoords',
      )
    : named;
}
