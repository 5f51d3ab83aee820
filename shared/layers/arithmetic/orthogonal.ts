/**
 * Makes the rows of a matrix orthonormal, in place, by Gram and Schmidt's method carried out twice (once loses
 * orthogonality by rounding, twice is enough: Giraud et al. 2005). For rows of normal numbers the result is distributed
 * as the QR factor with positive diagonal that Keras takes.
 *
 * @param rows row-major, `count` rows of `length` elements, `count` at most `length`
 * @param count number of rows
 * @param length of a row
 */
export function orthogonalRows(rows: Float64Array, count: number, length: number): void {
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * length, (i + 1) * length);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = rows.subarray(j * length, (j + 1) * length);
        const overlap = dot(row, other);
        for (let k = 0; k < length; k++) row[k] = (row[k] ?? 0) - overlap * (other[k] ?? 0);
      }
      const norm = Math.sqrt(dot(row, row));
      for (let k = 0; k < length; k++) row[k] = (row[k] ?? 0) / norm;
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
