import type { Json } from '../../../shared/document/json.ts';
import { CONSTRAINT_NAMES, parseConstraint } from '../../../shared/layers/arithmetic/constraints.ts';
import { INITIALIZERS } from '../../../shared/layers/arithmetic/initializer-names.ts';
import { DraftInput, firstError, readNumber, Select, useDrafts } from '../../controls/index.ts';
import styles from './inspector.module.css';
import { type ParameterControlProps, ParameterRow } from './parameter-row.tsx';
import { keepRaw } from './parameter-text.ts';

const NONE = 'none';

/** How the variance-scaling words may read; settings that are not numbers. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  mode: ['fan_in', 'fan_out', 'fan_avg'],
  distribution: ['truncated_normal', 'untruncated_normal', 'uniform'],
};

/** An initializer by name, with its settings. */
export function InitializerParameter(props: ParameterControlProps) {
  const defaults = (name: string) => settingsOf(INITIALIZERS.get(name) ?? null);
  return <Named {...props} names={[...INITIALIZERS.keys()]} defaults={defaults} />;
}

/** A constraint by name, with its settings, or none. */
export function ConstraintParameter(props: ParameterControlProps) {
  const defaults = (name: string) => {
    const parsed = parseConstraint(name);
    return settingsOf(parsed.ok ? parsed.value : null);
  };
  return <Named {...props} names={[NONE, ...CONSTRAINT_NAMES]} defaults={defaults} />;
}

/** An L1, L2 or L1+L2 penalty with its factors, or none. */
export function RegularizerParameter(props: ParameterControlProps) {
  const { value } = props;
  const { l1 = 0, l2 = 0 } = settingsOf(value);
  const chosen = value === null ? NONE : l1 !== 0 && l2 !== 0 ? 'l1_l2' : l1 !== 0 ? 'l1' : 'l2';
  const shown = chosen === NONE ? {} : chosen === 'l1_l2' ? { l1, l2 } : chosen === 'l1' ? { l1 } : { l2 };
  return (
    <WithSettings
      {...props}
      names={[NONE, 'l1', 'l2', 'l1_l2']}
      chosen={chosen}
      settings={shown}
      onName={name => props.onChange(name === NONE ? null : name)}
      toRaw={settings => ({ ...settings })}
    />
  );
}

type Settings = Readonly<Record<string, Json>>;

interface NamedProps extends ParameterControlProps {
  readonly names: readonly string[];
  /** A name's settings by default. */
  readonly defaults: (name: string) => Settings;
}

function Named({ names, defaults, ...props }: NamedProps) {
  const { value, onChange } = props;
  const chosen = typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : NONE;
  return (
    <WithSettings
      {...props}
      names={names}
      chosen={chosen}
      settings={settingsOf(value)}
      onName={name => onChange(name === NONE ? null : name)}
      toRaw={settings => {
        const own = defaults(chosen);
        const changed = Object.entries(settings).filter(([key, setting]) => setting !== own[key]);
        return changed.length === 0 ? chosen : { name: chosen, ...Object.fromEntries(changed) };
      }}
    />
  );
}

interface WithSettingsProps extends ParameterControlProps {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly settings: Settings;
  readonly onName: (name: string) => void;
  /** The document's form of the chosen name with settings. */
  readonly toRaw: (settings: Settings) => Json;
}

function WithSettings({ names, chosen, settings, onName, toRaw, ...row }: WithSettingsProps) {
  const { name, parameter, isDefault, onChange } = row;
  const keys = Object.keys(settings);
  const raw = (key: string, setting: Json) => toRaw({ ...settings, [key]: setting });
  const drafts = useDrafts(
    keys.map(key => String(settings[key])),
    (text, index) => {
      const wished = raw(keys[index] ?? '', readNumber(text));
      return keepRaw(wished, parameter.parse(wished));
    },
    onChange,
  );
  return (
    <ParameterRow {...row} tall error={firstError(drafts)}>
      <Select value={chosen} options={names.map(value => ({ value }))} faint={isDefault} onChange={onName} />
      {keys.map((key, index) => {
        const draft = drafts[index];
        const words = WORDS[key];
        return (
          <div key={`${chosen} ${key}`} className={styles.setting}>
            <span className={styles.settingLabel} title={key}>
              {key}
            </span>
            {words ? (
              <Select
                label={`${name}, ${key}`}
                value={String(settings[key])}
                options={words.map(value => ({ value }))}
                onChange={word => onChange(raw(key, word))}
              />
            ) : (
              draft && <DraftInput label={`${name}, ${key}`} draft={draft} numeric />
            )}
          </div>
        );
      })}
    </ParameterRow>
  );
}

/** The entries of a canonical value beside its name. */
function settingsOf(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'name'));
}
