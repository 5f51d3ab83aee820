import { Field, NumberField, numberParser, Select, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { type OptimizerKey, withOptimizerSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

const CLIPPINGS = ['clipnorm', 'global_clipnorm', 'clipvalue'] as const;
const NONE = 'none';

const CLIPPING_OPTIONS = [
  { value: NONE, label: 'never' },
  { value: 'clipnorm', label: 'norm of each weight' },
  { value: 'global_clipnorm', label: 'norm of all together' },
  { value: 'clipvalue', label: 'each value' },
] as const;

const POSITIVE = numberParser({ min: 0, exclusive: true });
const COUNT = numberParser({ whole: true, min: 1, max: 100_000 });
const SHARE = numberParser({ min: 0, max: 1 });

/** What becomes of gradients and weights around the optimizer's own rule: clipping, accumulation, moving averages. */
export function GradientSettings() {
  const { optimizer } = useSettings();
  const clipping = CLIPPINGS.find(key => optimizer[key] !== null) ?? NONE;
  const limit = clipping === NONE ? null : optimizer[clipping];
  const set = (title: string, changes: readonly (readonly [OptimizerKey, number | boolean | null])[]) =>
    changeTraining(title, training =>
      changes.reduce((settings, [key, value]) => withOptimizerSetting(settings, key, value), training),
    );
  return (
    <>
      <Field label="clip gradients" title="Keeps steps small where gradients explode">
        <Select
          value={clipping}
          faint={clipping === NONE}
          options={CLIPPING_OPTIONS}
          onChange={chosen =>
            set(
              chosen === NONE ? 'Do not clip gradients' : `Clip gradients by ${chosen}`,
              CLIPPINGS.map(key => [key, key === chosen ? (limit ?? 1) : null] as const),
            )
          }
        />
      </Field>
      {clipping !== NONE && limit !== null && (
        <NumberField
          label={clipping}
          value={limit}
          parse={POSITIVE}
          step={0.1}
          onCommit={value => set(`Set ${clipping} to ${value}`, [[clipping, value]])}
        />
      )}
      <NumberField
        label="batches a step"
        title="Gradients of so many batches are averaged before the weights change (gradient_accumulation_steps)"
        value={optimizer.gradient_accumulation_steps ?? 1}
        faint={optimizer.gradient_accumulation_steps === null}
        parse={COUNT}
        onCommit={value =>
          set(`Change the weights every ${value} batches`, [
            ['gradient_accumulation_steps', value === 1 ? null : value],
          ])
        }
      />
      <Field label="average weights" title="The run gives moving averages of the weights (use_ema)">
        <Switch
          checked={optimizer.use_ema}
          faint={!optimizer.use_ema}
          onChange={value =>
            set(value ? 'Average the weights' : 'Do not average the weights', [['use_ema', value]])
          }
        />
      </Field>
      {optimizer.use_ema && (
        <NumberField
          label="ema_momentum"
          value={optimizer.ema_momentum}
          faint={optimizer.ema_momentum === 0.99}
          parse={SHARE}
          step={0.01}
          onCommit={value => set(`Set ema_momentum to ${value}`, [['ema_momentum', value]])}
        />
      )}
    </>
  );
}
