import type { DType } from '../../document/value.ts';
import { pythonBoolean, pythonNumber, pythonTuple } from '../../python/python-text.ts';
import { fail } from '../contract.ts';
import { isWhole } from './tensor-axes.ts';

/**
 * PyTorch's name of an element type.
 *
 * @throws LayerError `shape.dtype` for strings
 */
export function torchType(dtype: DType): string {
  if (dtype === 'string')
    fail('shape.dtype', 'holds strings, which PyTorch has no tensors for. Export ONNX instead.');
  return `torch.${dtype}`;
}

/** A number of an element type as Python writes it: `2.0`, `2`, `True`. */
export function torchNumber(value: number, dtype: DType): string {
  if (dtype === 'bool') return pythonBoolean(value !== 0);
  const text = pythonNumber(value);
  return isWhole(dtype) || !/^-?\d+$/.test(text) ? text : `${text}.0`;
}

/**
 * A tensor of fixed numbers.
 *
 * @param values row-major
 * @param dtype element type
 * @param shape extents
 */
export function torchConstant(values: readonly number[], dtype: DType, shape: readonly number[]): string {
  const type = dtype === 'float32' || dtype === 'bool' ? '' : `, dtype=${torchType(dtype)}`;
  const [first = 0] = values;
  if (values.length > 1 && values.every(value => value === first))
    return `torch.full(${pythonTuple(shape)}, ${torchNumber(first, dtype)}${type})`;
  const numbers = values.map(value => torchNumber(value, dtype)).join(', ');
  if (shape.length === 0) return `torch.tensor(${numbers}${type})`;
  const list =
    values.length === 0
      ? `torch.tensor([]${type || ', dtype=torch.float32'})`
      : `torch.tensor([${numbers}]${type})`;
  return shape.length === 1 ? list : `${list}.reshape${pythonTuple(shape)}`;
}
