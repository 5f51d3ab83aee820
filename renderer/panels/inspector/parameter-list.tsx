import type { ParameterSchema } from '../../../shared/layers/parameters.ts';
import { ParameterRows } from './parameter-control.tsx';
import { commitParameter, resetParameters } from './parameter-edits.ts';

interface ParameterListProps {
  /** The nodes that an edit goes to. */
  readonly names: readonly string[];
  readonly schema: ParameterSchema;
  /** Canonical values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters that have several values among the nodes. */
  readonly mixed?: ReadonlySet<string>;
}

/** The controls of the parameters of nodes. */
export function ParameterList({ names, schema, values, mixed }: ParameterListProps) {
  return (
    <ParameterRows
      schema={schema}
      values={values}
      mixed={mixed}
      owner={names.join(' ')}
      onChange={(name, raw) => commitParameter(names, name, raw)}
      onReset={name => resetParameters(names, [name])}
    />
  );
}
