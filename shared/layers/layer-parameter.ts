import type { Json, Parsed } from '../document/json.ts';
import type { LayerType } from './contract.ts';
import type { Parameter } from './parameters.ts';
import { parseParameters } from './parse-parameters.ts';

/** A layer inside another one, as a document holds it: its type and what differs from that type's defaults. */
export interface InnerLayer {
  readonly type: string;
  readonly parameters: Readonly<Record<string, Json>>;
}

/**
 * A parameter that is a layer itself, as the wrappers have it. A document may hold the type's name alone.
 *
 * @param options `layers` are the types to choose from
 */
export function layer(options: {
  default: InnerLayer;
  doc: string;
  layers: readonly LayerType[];
}): Parameter<InnerLayer> {
  const layers = new Map(options.layers.map(({ type, parameters }) => [type, parameters]));
  return {
    kind: 'layer',
    default: options.default,
    doc: options.doc,
    choices: [...layers.keys()],
    layers,
    parse(raw): Parsed<InnerLayer> {
      const read = readInner(raw);
      const schema = read && layers.get(read.type);
      if (!read || !schema)
        return {
          ok: false,
          message: `must be a layer that fits here, like {"type": "${options.default.type}", "parameters": {}}; got ${JSON.stringify(raw)}`,
        };
      const [problem] = parseParameters(schema, read.parameters).problems;
      return problem
        ? {
            ok: false,
            message: `holds a ${read.type} that is not right: ${problem.message.replace(/\.$/, '')}`,
          }
        : { ok: true, value: read };
    },
  };
}

function readInner(raw: Json): InnerLayer | null {
  if (typeof raw === 'string') return { type: raw, parameters: {} };
  if (!isRecord(raw)) return null;
  const { type, parameters = {}, ...rest } = raw;
  if (typeof type !== 'string' || !isRecord(parameters) || Object.keys(rest).length > 0) return null;
  return { type, parameters };
}

function isRecord(raw: Json): raw is { readonly [key: string]: Json } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
