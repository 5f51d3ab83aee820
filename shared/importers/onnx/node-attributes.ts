import type { FileNode } from './onnx-file.ts';

/** A whole-number attribute, or what ONNX takes where it is missing. */
export function attributeInt(node: FileNode, name: string, fallback: number): number {
  return node.attributes.get(name)?.int ?? fallback;
}

/** A float attribute as the shortest decimal that stands for the same 32-bit float. */
export function attributeFloat(node: FileNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute ? shortFloat(attribute.float) : fallback;
}

/** A text attribute. */
export function attributeText(node: FileNode, name: string, fallback: string): string {
  return node.attributes.get(name)?.string ?? fallback;
}

/** A list of whole numbers; undefined where it is missing. */
export function attributeInts(node: FileNode, name: string): readonly number[] | undefined {
  return node.attributes.get(name)?.ints;
}

/**
 * The shortest decimal that gives the same 32-bit float: 1e-5 where the file holds 9.999999747378752e-6.
 *
 * @param value a number that is exactly a 32-bit float
 */
export function shortFloat(value: number): number {
  if (!Number.isFinite(value)) return value;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === Math.fround(value)) return short;
  }
  return value;
}
