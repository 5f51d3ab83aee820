import { permuteData } from '../../../exporters/onnx/permute.ts';
import type { Constant } from '../constant.ts';

/** Where one direction's gates stand in a recurrent operator's weights. */
export interface GateOrder {
  /** Number of the direction. */
  readonly direction: number;
  readonly units: number;
  /** For each gate of the layer its place in ONNX's order. */
  readonly places: readonly number[];
}

/**
 * The matrix of a recurrent operator as a layer's kernel.
 *
 * @param constant W or R, (directions, gates · units, inputs)
 * @param order where the gates stand
 * @returns (inputs, gates · units) in the layer's order
 */
export function gateKernel(constant: Constant, order: GateOrder): Constant {
  const width = order.places.length * order.units;
  const inputs = constant.shape[2] ?? 0;
  return rearranged(constant, `kernel ${order.direction}`, [inputs, width], (from, to) => {
    const start = order.direction * width;
    for (let column = 0; column < width; column++) {
      const row = start + placeOf(order, column);
      for (let input = 0; input < inputs; input++)
        to[input * width + column] = from[row * inputs + input] ?? 0;
    }
  });
}

/**
 * The biases of a recurrent operator as a layer's.
 *
 * @param constant B, (directions, 2 · gates · units): of the input, then of the recurrence
 * @param order where the gates stand
 * @param rows 2 where the layer has a bias of the recurrence of its own, else 1: their sum
 * @returns (gates · units), or (2, gates · units)
 */
export function gateBias(constant: Constant, order: GateOrder, rows: 1 | 2): Constant {
  const width = order.places.length * order.units;
  const shape = rows === 1 ? [width] : [rows, width];
  return rearranged(constant, `bias ${order.direction} ${rows}`, shape, (from, to) => {
    const start = order.direction * 2 * width;
    for (let column = 0; column < width; column++) {
      const place = start + placeOf(order, column);
      const [input, recurrent] = [from[place] ?? 0, from[place + width] ?? 0];
      to[column] = rows === 1 ? input + recurrent : input;
      if (rows === 2) to[width + column] = recurrent;
    }
  });
}

/** The place in ONNX's order of a column in the layer's. */
function placeOf({ places, units }: GateOrder, column: number): number {
  return (places[Math.floor(column / units)] ?? 0) * units + (column % units);
}

function rearranged(
  constant: Constant,
  name: string,
  shape: readonly number[],
  fill: (from: Float32Array, to: Float32Array) => void,
): Constant {
  const read = () => {
    const from = constant.read();
    if (!(from instanceof Float32Array)) throw new Error('Weights of recurrent layers are 32-bit floats.');
    const to = new Float32Array(shape.reduce((product, extent) => product * extent, 1));
    fill(from, to);
    return to;
  };
  return {
    ...constant,
    origin: `${constant.origin} (${name})`,
    shape,
    read,
    readPermuted: permutation => permuteData(read(), shape, permutation),
    numbers: limit => {
      const values = read();
      return values.length <= limit ? [...values] : null;
    },
  };
}
