import type { Value } from '../../document/value.ts';
import { type GivenSource, givenValues } from './carried/given-values.ts';
import type { ConvertContext } from './convert-context.ts';
import type { FileGraph, FileValue } from './onnx-file.ts';
import type { Symbols } from './symbols.ts';

/** What a file tells of its tensors by itself. */
export class DeclaredValues {
  private readonly declared: ReadonlyMap<string, FileValue>;
  private readonly symbols: Symbols;

  constructor({ values, outputs, inputs }: FileGraph, symbols: Symbols) {
    this.declared = new Map([...values, ...outputs, ...inputs].map(value => [value.name, value]));
    this.symbols = symbols;
  }

  /** Whether what a layer gives is what the file says of the tensor. */
  agrees(name: string, value: Value | undefined): boolean {
    if (!value) return false;
    const declared = this.declared.get(name);
    if (!declared?.isTensor) return true;
    if (declared.dtype !== value.dtype) return false;
    const { shape } = declared;
    if (!shape || !value.shape) return true;
    if (shape.length !== value.shape.length) return false;
    return shape.every((dim, axis) => {
      const own = value.shape?.[axis];
      return typeof dim !== 'number' || typeof own !== 'number' || dim === own;
    });
  }

  /** What a carried node gives: as the file says, completed by what follows from its inputs and the graphs within it. */
  given(context: ConvertContext, inner: GivenSource['inner']): readonly Value[] {
    return givenValues(context, { symbols: this.symbols, declared: name => this.declared.get(name), inner });
  }
}
