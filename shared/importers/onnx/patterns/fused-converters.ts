import type { Converter } from '../convert-context.ts';
import { convolution } from '../converters/convolution.ts';
import { matMul } from '../converters/dense.ts';

/** What nodes that stand for several of the file become. */
export const FUSED_CONVERTERS: ReadonlyMap<string, Converter> = new Map<string, Converter>([
  ['Conv', convolution],
  ['MatMul', matMul],
]);
