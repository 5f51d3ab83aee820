import { Fragment } from 'react';
import { OPTIMIZERS } from '../../shared/document/learning-settings.ts';
import {
  COMMON_OPTIMIZER_SETTINGS,
  OPTIMIZER_DEFAULTS,
  OPTIMIZER_SETTINGS,
} from '../../shared/document/training-defaults.ts';
import { Field, Fold, NumberField, numberParser, Select, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { GradientSettings } from './gradient-settings.tsx';
import { LayerRateSettings } from './layer-rate-settings.tsx';
import { RateFinder } from './rate-finder.tsx';
import { ScheduleSettings } from './schedule-settings.tsx';
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

/** What is looked at in every training; the rest stays as Keras has it. */
const MAIN: ReadonlySet<OptimizerKey> = new Set(['learning_rate', 'momentum']);

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
  const more = OPTIMIZER_SETTINGS[name].filter(key => !MAIN.has(key));
  const changed = [...more, ...COMMON_OPTIMIZER_SETTINGS].filter(key => optimizer[key] !== standard[key]);
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
      {OPTIMIZER_SETTINGS[name].flatMap(key =>
        MAIN.has(key) ? (
          <Fragment key={key}>
            <Setting name={key} />
            {key === 'learning_rate' && <RateFinder />}
          </Fragment>
        ) : (
          []
        ),
      )}
      <ScheduleSettings />
      <LayerRateSettings />
      <Fold
        title="More of the optimizer"
        note={changed.length === 0 ? 'as in Keras' : `${changed.length} changed`}
      >
        {more.map(key => (
          <Setting key={key} name={key} />
        ))}
        <GradientSettings />
      </Fold>
    </>
  );
}

/** One setting of the optimizer. */
function Setting({ name: key }: { readonly name: OptimizerKey }) {
  const { optimizer } = useSettings();
  const standard = OPTIMIZER_DEFAULTS[optimizer.name];
  const value = optimizer[key];
  const set = (next: number | boolean) =>
    changeTraining(`Set ${key} to ${next}`, training => withOptimizerSetting(training, key, next));
  if (typeof value === 'boolean')
    return (
      <Field label={key}>
        <Switch checked={value} faint={!value} onChange={set} />
      </Field>
    );
  return (
    <NumberField
      label={key}
      value={value ?? 0}
      faint={value === standard[key]}
      parse={parserOf(key)}
      step={stepOf(value ?? 0)}
      onCommit={set}
    />
  );
}

/** An arrow key changes the first digit of a value: 0.001 by 0.001. */
function stepOf(value: number): number {
  return value > 0 ? 10 ** Math.floor(Math.log10(value) + 1e-9) : 0.001;
}
