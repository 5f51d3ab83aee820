import { TRAINING_DEFAULTS } from '../../shared/document/training-defaults.ts';
import { Field, NumberField, numberParser, Select } from '../controls/index.ts';
import { beginWith, hasWeights, useTraining } from '../state/training-store.ts';
import { changeTraining } from './change-training.ts';
import { StoppingSettings } from './stopping-settings.tsx';
import { withSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';
import { weightsLabel } from './wording.ts';

/** The ranges of the document's schema. */
const COUNT = numberParser({ whole: true, min: 1, max: 1_000_000 });
const SEED = numberParser({ whole: true, min: 0, max: 4_294_967_295 });

const FRESH = '';

/** Fresh weights, or those of a run: an imported network usually goes on from what it has learned. */
function BeginWith() {
  const runs = useTraining(state => state.runs);
  const begin = useTraining(state => state.begin);
  const choices = (runs ?? []).filter(hasWeights);
  if (choices.length === 0) return null;
  const isKnown = choices.some(run => run.path === begin);
  return (
    <Field
      label="begin with"
      title="Weights that a new training begins with; those that do not fit the network begin fresh"
    >
      <Select
        value={isKnown && begin !== null ? begin : FRESH}
        faint={!isKnown}
        options={[
          { value: FRESH, label: 'fresh weights' },
          ...choices.map(run => ({ value: run.path, label: weightsLabel(run) })),
        ]}
        onChange={path => beginWith(path === FRESH ? null : path)}
      />
    </Field>
  );
}

/** How long and in which steps: batch size, epochs, schedule, early stopping, checkpoints, seed. */
export function RunSettings() {
  const { batchSize, epochs, seed } = useSettings();
  return (
    <>
      <BeginWith />
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
      <StoppingSettings />
    </>
  );
}
