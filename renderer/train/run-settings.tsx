import { TRAINING_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { Field, NumberField, numberParser, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { withSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

/** The ranges of the document's schema. */
const COUNT = numberParser({ whole: true, min: 1, max: 1_000_000 });
const SEED = numberParser({ whole: true, min: 0, max: 4_294_967_295 });
const PATIENCE = numberParser({ whole: true, min: 1 });

/** The patience that early stopping begins with. */
const USUAL_PATIENCE = 5;

/** How long and in which steps: batch size, epochs, early stopping, seed. */
export function RunSettings() {
  const { batchSize, epochs, seed, earlyStopping } = useSettings();
  const setStopping = (value: { readonly patience: number } | null) =>
    changeTraining(
      value === null ? 'Train all epochs' : `Stop after ${value.patience} epochs without gain`,
      training => withSetting(training, 'earlyStopping', value),
    );
  return (
    <>
      <NumberField
        label="batch size"
        value={batchSize}
        faint={batchSize === TRAINING_DEFAULTS.batchSize}
        parse={COUNT}
        onCommit={value =>
          changeTraining(`Set the batch size to ${value}`, training =>
            withSetting(training, 'batchSize', value),
          )
        }
      />
      <NumberField
        label="epochs"
        value={epochs}
        faint={epochs === TRAINING_DEFAULTS.epochs}
        parse={COUNT}
        onCommit={value =>
          changeTraining(`Train ${value} epochs`, training => withSetting(training, 'epochs', value))
        }
      />
      <Field label="early stopping" title="Stops when the validation loss has not improved for some epochs">
        <Switch
          checked={earlyStopping !== null}
          faint={earlyStopping === null}
          text={earlyStopping === null ? 'never' : 'on'}
          onChange={on => setStopping(on ? { patience: USUAL_PATIENCE } : null)}
        />
      </Field>
      {earlyStopping && (
        <NumberField
          label="patience"
          title="Epochs without a better validation loss before training stops"
          value={earlyStopping.patience}
          parse={PATIENCE}
          onCommit={patience => setStopping({ patience })}
        />
      )}
      <NumberField
        label="seed"
        title="Decides first weights, split, shuffling and random masks: the same seed gives the same run"
        value={seed}
        faint={seed === TRAINING_DEFAULTS.seed}
        parse={SEED}
        onCommit={value =>
          changeTraining(`Set the seed to ${value}`, training => withSetting(training, 'seed', value))
        }
      />
    </>
  );
}
