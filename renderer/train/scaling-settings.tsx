import { DATA_DEFAULTS, SCALINGS, type Scaling } from '../../shared/document/data-settings.ts';
import type { CompleteTraining } from '../../shared/document/training-defaults.ts';
import { networkInputs } from '../../shared/training/network-ports.ts';
import { Field, Select } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';
import { changeTraining } from './change-training.ts';
import { withData } from './training-edits.ts';

/** What each scaling does. */
export const SCALING_WORDS: Readonly<Record<Scaling, string>> = {
  auto: 'as suits the data',
  none: 'none',
  unit: '0 to 1 (by 255)',
  standardization: 'mean 0, deviation 1',
  'min-max': 'min–max to 0 … 1',
  'per-channel': 'each channel by itself',
};

const TITLE = 'what is measured comes from the training samples alone';

interface ScalingSettingsProps {
  readonly scaling: NonNullable<CompleteTraining['data']['scaling']>;
}

/** How inputs are scaled: the sole one, or each of several. */
export function ScalingSettings({ scaling }: ScalingSettingsProps) {
  const inference = useEditor(state => state.inference);
  const inputs = networkInputs(inference);
  const set = (change: typeof scaling, words: string) =>
    changeTraining(`Scale ${words}`, training => withData(training, { scaling: change }));
  if (inputs.length < 2)
    return (
      <ScalingField
        label="scaling"
        title={`How inputs are scaled; ${TITLE}`}
        value={typeof scaling === 'string' ? scaling : (scaling[inputs[0]?.name ?? ''] ?? 'auto')}
        onChange={value => set(value, `the data: ${SCALING_WORDS[value]}`)}
      />
    );
  const own = (name: string) => (typeof scaling === 'string' ? scaling : (scaling[name] ?? 'auto'));
  return inputs.map(({ name }) => (
    <ScalingField
      key={name}
      label={`scaling of ${name}`}
      title={`How the input ${name} is scaled; ${TITLE}`}
      value={own(name)}
      onChange={value => {
        const each = inputs.map(
          other => [other.name, other.name === name ? value : own(other.name)] as const,
        );
        const chosen = each.filter(([, other]) => other !== DATA_DEFAULTS.scaling);
        set(
          chosen.length === 0 ? DATA_DEFAULTS.scaling : Object.fromEntries(chosen),
          `${name}: ${SCALING_WORDS[value]}`,
        );
      }}
    />
  ));
}

interface ScalingFieldProps {
  readonly label: string;
  readonly title: string;
  readonly value: Scaling;
  readonly onChange: (value: Scaling) => void;
}

function ScalingField({ label, title, value, onChange }: ScalingFieldProps) {
  return (
    <Field label={label} stacked title={title}>
      <Select
        value={value}
        faint={value === DATA_DEFAULTS.scaling}
        options={SCALINGS.map(scaling => ({ value: scaling, label: SCALING_WORDS[scaling] }))}
        onChange={onChange}
      />
    </Field>
  );
}
