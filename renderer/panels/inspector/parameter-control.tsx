import { ChevronDown, ChevronRight } from 'lucide-react';
import type { Json } from '../../../shared/document/json.ts';
import type { InnerLayer } from '../../../shared/layers/layer-parameter.ts';
import type { Parameter, ParameterKind, ParameterSchema } from '../../../shared/layers/parameters.ts';
import { parseParameters } from '../../../shared/layers/parse-parameters.ts';
import { Segmented, Select, Switch } from '../../controls/index.ts';
import { setPreference, usePreference } from '../../state/preferences.ts';
import styles from './inspector.module.css';
import { IntegersParameter, PaddingParameter, SidesParameter } from './list-parameters.tsx';
import { type ParameterControlProps, ParameterRow } from './parameter-row.tsx';
import { readDims, readJson, readOptionalNumber, writeDims } from './parameter-text.ts';
import { ConstraintParameter, InitializerParameter, RegularizerParameter } from './settings-parameters.tsx';
import { TextParameter } from './text-parameter.tsx';

/** More characters than a strip of choices can show beside a label. */
const STRIP_CHARACTERS = 20;

/** Kinds that few people touch: all but the first of each wait behind a fold while they are at their default. */
const RARE: ReadonlySet<ParameterKind> = new Set(['initializer', 'regularizer', 'constraint']);
const SHOWN_RARE: ReadonlySet<ParameterKind> = new Set(['initializer', 'regularizer']);

const NONE = 'none';

/** The right control for a parameter, by its kind. */
export function ParameterControl(props: ParameterControlProps) {
  const { parameter } = props;
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return (
        <TextParameter
          {...props}
          write={value => (value === null ? '' : String(value))}
          read={text => readOptionalNumber(text, parameter.nullable ?? false)}
          step={parameter.kind === 'integer' ? 1 : smallStep(props.value)}
        />
      );
    case 'boolean':
      return (
        <ParameterRow {...props}>
          <Switch
            checked={props.value === true}
            onChange={props.onChange}
            text={props.value === true ? 'yes' : 'no'}
            faint={props.isDefault}
          />
        </ParameterRow>
      );
    case 'choice':
    case 'activation':
      return <ChoiceParameter {...props} />;
    case 'text':
      return <TextParameter {...props} write={String} read={text => text} />;
    case 'dims':
    case 'axes':
    case 'numbers':
      return <TextParameter {...props} write={writeDims} read={readDims} />;
    case 'json':
      return <TextParameter {...props} write={value => JSON.stringify(value)} read={readJson} />;
    case 'integers':
      return <IntegersParameter key={parameter.length} {...props} />;
    case 'sides':
      return <SidesParameter {...props} />;
    case 'padding':
      return <PaddingParameter {...props} />;
    case 'initializer':
      return <InitializerParameter {...props} />;
    case 'regularizer':
      return <RegularizerParameter {...props} />;
    case 'constraint':
      return <ConstraintParameter {...props} />;
    case 'layer':
      return <LayerParameter {...props} />;
  }
}

interface ParameterRowsProps {
  readonly schema: ParameterSchema;
  /** Canonical values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters that have several values among the nodes. */
  readonly mixed?: ReadonlySet<string> | undefined;
  /** Tells the rows of one layer from those of another, so that what is half typed does not go over. */
  readonly owner: string;
  readonly onChange: (name: string, raw: Json) => void;
  readonly onReset: (name: string) => void;
}

/** The controls of a schema's parameters in its order; those that few people touch wait behind a fold. */
export function ParameterRows({ schema, values, mixed, owner, onChange, onReset }: ParameterRowsProps) {
  const isOpen = usePreference('inspector.more') ?? false;
  const isDefault = (name: string, parameter: Parameter<unknown>) =>
    !mixed?.has(name) && JSON.stringify(values[name]) === JSON.stringify(parameter.default);
  const seen = new Set<ParameterKind>();
  const shown: string[] = [];
  const hidden: string[] = [];
  for (const [name, parameter] of Object.entries(schema)) {
    if (parameter.isOfFiles && isDefault(name, parameter)) continue;
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
        key={`${owner} ${name}`}
        name={name}
        parameter={parameter}
        value={values[name]}
        isDefault={isDefault(name, parameter)}
        onChange={raw => onChange(name, raw)}
        onReset={() => onReset(name)}
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
          onClick={() => setPreference('inspector.more', !isOpen)}
        >
          <Chevron size={12} aria-hidden="true" />
          {hidden.length} more at their default
        </button>
      )}
      {isOpen && hidden.map(control)}
    </>
  );
}

/** A layer inside another one: its type, and its own parameters below. */
function LayerParameter(props: ParameterControlProps) {
  const { name, parameter, value, isDefault, onChange } = props;
  const inner = innerOf(value);
  const schema = inner ? parameter.layers?.get(inner.type) : undefined;
  const choices = [...(parameter.nullable ? [NONE] : []), ...(parameter.choices ?? [])];
  const withParameters = (parameters: Readonly<Record<string, Json>>) =>
    onChange({ type: inner?.type ?? '', parameters });
  return (
    <>
      <ParameterRow {...props}>
        <Select
          value={inner?.type ?? NONE}
          options={choices.map(choice => ({ value: choice }))}
          faint={isDefault}
          onChange={type => onChange(parameter.nullable && type === NONE ? null : { type, parameters: {} })}
        />
      </ParameterRow>
      {inner && schema && (
        <fieldset className={styles.inner} aria-label={`${name}: ${inner.type}`}>
          <ParameterRows
            schema={schema}
            values={parseParameters(schema, inner.parameters).values}
            owner={`${name} ${inner.type}`}
            onChange={(key, raw) => withParameters(withValue(schema, inner.parameters, key, raw))}
            onReset={key => withParameters(without(inner.parameters, key))}
          />
        </fieldset>
      )}
    </>
  );
}

function innerOf(value: unknown): InnerLayer | null {
  return typeof value === 'object' && value !== null && 'type' in value && 'parameters' in value
    ? (value as InnerLayer)
    : null;
}

type Stored = Readonly<Record<string, Json>>;

/** Only what differs from the default is stored. */
function withValue(schema: ParameterSchema, stored: Stored, name: string, raw: Json): Stored {
  const parameter = schema[name];
  const parsed = parameter?.parse(raw);
  const isDefault = parsed?.ok && JSON.stringify(parsed.value) === JSON.stringify(parameter?.default);
  return isDefault ? without(stored, name) : { ...stored, [name]: raw };
}

function without(stored: Stored, name: string): Stored {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key !== name));
}

function ChoiceParameter(props: ParameterControlProps) {
  const { parameter, value, isDefault, onChange } = props;
  const choices = [...(parameter.nullable ? [NONE] : []), ...(parameter.choices ?? [])];
  const control = {
    value: value === null ? NONE : String(value),
    options: choices.map(choice => ({ value: choice })),
    faint: isDefault,
    onChange: (choice: string) => onChange(parameter.nullable && choice === NONE ? null : choice),
  };
  const isShort = choices.length <= 3 && choices.join('').length <= STRIP_CHARACTERS;
  return (
    <ParameterRow {...props}>{isShort ? <Segmented {...control} /> : <Select {...control} />}</ParameterRow>
  );
}

/** A tenth of the value's own order of magnitude: 0.5 steps by 0.1, 0.001 by 0.001. */
function smallStep(value: unknown): number {
  if (typeof value !== 'number' || value === 0) return 0.1;
  return 10 ** Math.floor(Math.log10(Math.abs(value)));
}
