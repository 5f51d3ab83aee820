import { BATCH, type Dim, type Shape } from '../../document/value.ts';
import type { FileValue } from './onnx-file.ts';

/** Names of open extents as documents have them: the batch is N, others keep their names where these are proper. */
export class Symbols {
  private readonly names = new Map<string, string>();
  private readonly taken = new Set<string>([BATCH]);

  /** @param inputs the graph's inputs; the first open first extent is the batch */
  constructor(inputs: readonly FileValue[]) {
    for (const { shape } of inputs) {
      const first = shape?.[0];
      if (typeof first !== 'string') continue;
      this.names.set(first, BATCH);
      return;
    }
  }

  /**
   * An extent of the file as an extent of the document.
   *
   * @param dim as the file has it
   * @param isFirst whether it is the first of an input: an open one without a name is the batch
   */
  dim(dim: Dim, isFirst = false): Dim {
    if (dim === null) return isFirst ? BATCH : null;
    if (typeof dim === 'number') return dim;
    const known = this.names.get(dim);
    if (known !== undefined) return known;
    // Exporters write expressions like `2*batch` as names; nothing says that two of them are the same size.
    if (!/^[A-Za-z_][\w. :/-]*$/.test(dim)) return null;
    const wish = dim.replace(/\W/g, '_');
    let name = wish;
    for (let i = 2; this.taken.has(name); i++) name = `${wish}_${i}`;
    this.taken.add(name);
    this.names.set(dim, name);
    return name;
  }

  /** A shape of the file as one of the document. */
  shape(shape: Shape | null): Shape | null {
    return shape?.map(dim => this.dim(dim)) ?? null;
  }
}
