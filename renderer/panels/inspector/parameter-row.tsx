import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Json } from '../../../shared/document/json.ts';
import type { Parameter } from '../../../shared/layers/parameters.ts';
import { Field, IconButton } from '../../controls/index.ts';
import styles from './inspector.module.css';
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
  /** True while several nodes are selected and have several values here; the first one is shown. */
  readonly isMixed?: boolean;
}

interface ParameterRowProps extends ParameterControlProps {
  /** Why the typed value is refused, as the parser says it. */
  readonly error?: string | null;
  readonly tall?: boolean;
  readonly children: ReactNode;
}

/** The row of a parameter: its name, its control, the way back to the default, the sentence that refuses a value. */
export function ParameterRow(props: ParameterRowProps) {
  const { name, parameter, isDefault, onReset, error = null, isMixed, tall, children } = props;
  return (
    <Field
      label={name}
      title={`${name}: ${parameter.doc} Default: ${shortValue(parameter.default)}.`}
      error={error === null ? null : `${name} ${error}.`}
      tall={tall ?? false}
      action={
        isMixed ? (
          <span className={styles.mixed} title="The layers have several values; a change sets all of them.">
            several
          </span>
        ) : isDefault ? null : (
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
