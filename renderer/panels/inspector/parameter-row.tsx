import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Json } from '../../../shared/document/json.ts';
import type { Parameter } from '../../../shared/layers/parameters.ts';
import { Field, IconButton } from '../../controls/index.ts';
import { shortValue } from './parameter-text.ts';

/** What every control of a parameter receives. */
export interface ParameterControlProps {
  /** Keras's name. */
  readonly name: string;
  readonly parameter: Parameter<unknown>;
  /** The canonical value. */
  readonly value: unknown;
  readonly isDefault: boolean;
  /** Receives a value in the document's form that the parameter's parser has accepted. */
  readonly onChange: (raw: Json) => void;
  /** Takes the parameter back to its default. */
  readonly onReset: () => void;
  /** A line below the control. */
  readonly hint?: string | undefined;
}

interface ParameterRowProps extends ParameterControlProps {
  /** Why the typed value is refused, as the parser says it. */
  readonly error?: string | null;
  readonly tall?: boolean;
  readonly children: ReactNode;
}

/** The row of a parameter: its name, its control, the way back to the default, the sentence that refuses a value. */
export function ParameterRow(props: ParameterRowProps) {
  const { name, parameter, isDefault, onReset, error = null, hint, tall, children } = props;
  return (
    <Field
      label={name}
      title={`${name}: ${parameter.doc} Default: ${shortValue(parameter.default)}.`}
      error={error === null ? null : `${name} ${error}.`}
      hint={hint}
      tall={tall ?? false}
      action={
        isDefault ? null : (
          <IconButton
            label={`Reset ${name} to ${shortValue(parameter.default)}`}
            icon={RotateCcw}
            onClick={onReset}
          />
        )
      }
    >
      {children}
    </Field>
  );
}
