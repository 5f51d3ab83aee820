import type { DocumentNode } from '../../../shared/document/schema.ts';
import type { Parameter } from '../../../shared/layers/parameters.ts';
import { parseParameters } from '../../../shared/layers/parse-parameters.ts';
import { layerType } from '../../../shared/layers/registry.ts';

/** The parameters that several nodes have in common. */
export interface CommonParameters {
  readonly schema: Readonly<Record<string, Parameter<unknown>>>;
  /** The values of the first node. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters with several values among the nodes. */
  readonly mixed: ReadonlySet<string>;
}

const NONE: CommonParameters = { schema: {}, values: {}, mixed: new Set() };
const NO_PARAMETERS: NonNullable<DocumentNode['parameters']> = {};

/** The parameters of one name, kind and length that all nodes have; none where a node is a block or of an unknown type. */
export function commonParameters(nodes: readonly DocumentNode[]): CommonParameters {
  const layers = nodes.map(node => layerType(node.type));
  const [first] = layers;
  if (!first || layers.includes(undefined)) return NONE;
  const values = nodes.map(
    (node, i) => parseParameters(layers[i]?.parameters ?? {}, node.parameters ?? NO_PARAMETERS).values,
  );
  const schema = Object.fromEntries(
    Object.entries(first.parameters).filter(([name, parameter]) =>
      layers.every(layer => isAlike(parameter, layer?.parameters[name])),
    ),
  );
  const mixed = Object.keys(schema).filter(
    name => new Set(values.map(own => JSON.stringify(own[name]))).size > 1,
  );
  return { schema, values: values[0] ?? {}, mixed: new Set(mixed) };
}

function isAlike(a: Parameter<unknown>, b: Parameter<unknown> | undefined): boolean {
  return (
    b !== undefined &&
    a.kind === b.kind &&
    a.length === b.length &&
    JSON.stringify(a.choices) === JSON.stringify(b.choices)
  );
}
