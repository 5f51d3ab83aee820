import { OPTIMIZERS } from '../../shared/document/learning-settings.ts';
import { OPTIMIZER_DEFAULTS, OPTIMIZER_SETTINGS } from '../../shared/document/training-defaults.ts';
import { Field, NumberField, numberParser, Select, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { GradientSettings } from './gradient-settings.tsx';
import { type OptimizerKey, withOptimizer, withOptimizerSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

const TITLES = {
  sgd: 'SGD',
  adagrad: 'Adagrad',
  adadelta: 'Adadelta',
  rmsprop: 'RMSprop',
  adam: 'Adam',
  adamw: 'AdamW',
  adamax: 'Adamax',
  nadam: 'Nadam',
  ftrl: 'Ftrl',
  lion: 'Lion',
  lamb: 'Lamb',
} as const;

/** The ranges of the document's schema. */
const POSITIVE = numberParser({ min: 0, exclusive: true });
const SHARE = numberParser({ min: 0, max: 1 });
const NOT_NEGATIVE = numberParser({ min: 0 });
const NOT_POSITIVE = numberParser({ max: 0 });

/** How a number is read, by the setting's name. */
function parserOf(key: OptimizerKey) {
  switch (key) {
    case 'learning_rate':
    case 'epsilon':
      return POSITIVE;
    case 'momentum':
    case 'rho':
    case 'beta_1':
    case 'beta_2':
      return SHARE;
    case 'learning_rate_power':
      return NOT_POSITIVE;
    default:
      return NOT_NEGATIVE;
  }
}

/** The optimizer and the settings that it uses; values at Keras's default are faint. */
export function OptimizerSettings() {
  const { optimizer } = useSettings();
  const { name } = optimizer;
  const standard = OPTIMIZER_DEFAULTS[name];
  const set = (key: OptimizerKey, value: number | boolean) =>
    changeTraining(`Set ${key} to ${value}`, training => withOptimizerSetting(training, key, value));
  return (
    <>
      <Field label="optimizer">
        <Select
          value={name}
          options={OPTIMIZERS.map(value => ({ value, label: TITLES[value] }))}
          onChange={chosen =>
            changeTraining(`Train with ${TITLES[chosen]}`, training => withOptimizer(training, chosen))
          }
        />
      </Field>
      {OPTIMIZER_SETTINGS[name].map(key => {
        const value = optimizer[key];
        return typeof value === 'boolean' ? (
          <Field key={key} label={key}>
            <Switch checked={value} faint={!value} onChange={checked => set(key, checked)} />
          </Field>
        ) : (
          <NumberField
            key={key}
            label={key}
            value={value ?? 0}
            faint={value === standard[key]}
            parse={parserOf(key)}
            step={stepOf(value ?? 0)}
            onCommit={number => set(key, number)}
          />
        );
      })}
      <GradientSettings />
    </>
  );
}

/** An arrow key changes the first digit of a value: 0.001 by 0.001. */
function stepOf(value: number): number {
  return value > 0 ? 10 ** Math.floor(Math.log10(value) + 1e-9) : 0.001;
}
