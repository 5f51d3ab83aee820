import { OPTIMIZERS } from '../../shared/document/schema.ts';
import { OPTIMIZER_DEFAULTS, OPTIMIZER_SETTINGS } from '../../shared/document/training-defaults.ts';
import { Field, NumberField, numberParser, Select, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
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
} as const;

/** The ranges of the document's schema. */
const POSITIVE = numberParser({ min: 0, exclusive: true });
const SHARE = numberParser({ min: 0, max: 1 });
const NOT_NEGATIVE = numberParser({ min: 0 });
const PARSERS = {
  learning_rate: POSITIVE,
  momentum: SHARE,
  rho: SHARE,
  beta_1: SHARE,
  beta_2: SHARE,
  epsilon: POSITIVE,
  weight_decay: NOT_NEGATIVE,
  initial_accumulator_value: NOT_NEGATIVE,
} as const;

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
      {OPTIMIZER_SETTINGS[name].map(key =>
        key === 'nesterov' ? (
          <Field key={key} label={key}>
            <Switch
              checked={optimizer.nesterov}
              faint={!optimizer.nesterov}
              onChange={value => set(key, value)}
            />
          </Field>
        ) : (
          <NumberField
            key={key}
            label={key}
            value={optimizer[key]}
            faint={optimizer[key] === standard[key]}
            parse={PARSERS[key]}
            step={stepOf(optimizer[key])}
            onCommit={value => set(key, value)}
          />
        ),
      )}
    </>
  );
}

/** An arrow key changes the first digit of a value: 0.001 by 0.001. */
function stepOf(value: number): number {
  return value > 0 ? 10 ** Math.floor(Math.log10(value) + 1e-9) : 0.001;
}
