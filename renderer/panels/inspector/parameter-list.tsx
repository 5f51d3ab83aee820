import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Parameter, ParameterKind, ParameterSchema } from '../../../shared/layers/parameters.ts';
import { recall, remember } from '../../state/remembered.ts';
import styles from './inspector.module.css';
import { ParameterControl } from './parameter-control.tsx';
import { commitParameter, resetParameters } from './parameter-edits.ts';

/** Kinds that few people touch: all but the first of each wait behind a fold while they are at their default. */
const RARE: ReadonlySet<ParameterKind> = new Set(['initializer', 'regularizer', 'constraint']);
const SHOWN_RARE: ReadonlySet<ParameterKind> = new Set(['initializer', 'regularizer']);

interface ParameterListProps {
  /** The nodes that an edit goes to. */
  readonly names: readonly string[];
  readonly schema: ParameterSchema;
  /** Canonical values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters that have several values among the nodes. */
  readonly mixed?: ReadonlySet<string>;
}

/** The controls of a layer's parameters in the schema's order. */
export function ParameterList({ names, schema, values, mixed }: ParameterListProps) {
  const [isOpen, setIsOpen] = useState(() => recall('inspector.more', false, isBoolean));
  const isDefault = (name: string, parameter: Parameter<unknown>) =>
    !mixed?.has(name) && JSON.stringify(values[name]) === JSON.stringify(parameter.default);
  const seen = new Set<ParameterKind>();
  const shown: string[] = [];
  const hidden: string[] = [];
  for (const [name, parameter] of Object.entries(schema)) {
    const isFirst = !seen.has(parameter.kind);
    seen.add(parameter.kind);
    const isRare = RARE.has(parameter.kind) && !(isFirst && SHOWN_RARE.has(parameter.kind));
    (isRare && isDefault(name, parameter) ? hidden : shown).push(name);
  }
  const control = (name: string) => {
    const parameter = schema[name];
    if (!parameter) return null;
    return (
      <ParameterControl
        key={`${names.join(' ')} ${name}`}
        name={name}
        parameter={parameter}
        value={values[name]}
        isDefault={isDefault(name, parameter)}
        onChange={raw => commitParameter(names, name, raw)}
        onReset={() => resetParameters(names, [name])}
        isMixed={mixed?.has(name) ?? false}
      />
    );
  };
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      {shown.map(control)}
      {hidden.length > 0 && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isOpen}
          onClick={() => {
            remember('inspector.more', !isOpen);
            setIsOpen(!isOpen);
          }}
        >
          <Chevron size={12} aria-hidden="true" />
          {hidden.length} more at their default
        </button>
      )}
      {isOpen && hidden.map(control)}
    </>
  );
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}
