import type { Shape } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';

/** The extents of an output of a carried operator; null where not even the rank follows from what is known. */
export type ShapeRule = (context: ConvertContext, port: number) => Shape | null;
