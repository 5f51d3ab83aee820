import type { TrainingSettings } from '../../shared/document/schema.ts';
import { measuredFigures } from '../../shared/training/watching.ts';
import { Field, Fold, NumberField, numberParser, Select, Switch } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { withSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

const PATIENCE = numberParser({ whole: true, min: 1 });
const NOT_NEGATIVE = numberParser({ min: 0 });

/** The patience that early stopping begins with. */
const USUAL_PATIENCE = 5;
/** What early stopping watches unless it is told. */
const USUAL = 'val_loss';

type EarlyStopping = NonNullable<TrainingSettings['earlyStopping']>;

/** When a training ends before its last epoch, and how often it is kept. */
export function StoppingSettings() {
  const { earlyStopping, checkpoints, outputs } = useSettings();
  const set = (value: EarlyStopping | null) =>
    changeTraining(
      value === null ? 'Train all epochs' : `Stop after ${value.patience} epochs without gain`,
      training => withSetting(training, 'earlyStopping', value),
    );
  const setCheckpoints = (change: Partial<typeof checkpoints>) =>
    changeTraining('Change how often the run is kept', training =>
      withSetting(training, 'checkpoints', { ...checkpoints, ...change }),
    );
  return (
    <>
      <Field label="early stopping" title="Stops when the validation loss has not improved for some epochs">
        <Switch
          checked={earlyStopping !== null}
          faint={earlyStopping === null}
          text={earlyStopping === null ? 'never' : 'on'}
          onChange={on => set(on ? { patience: USUAL_PATIENCE } : null)}
        />
      </Field>
      {earlyStopping && (
        <>
          <NumberField
            label="patience"
            title="Epochs without gain before training stops"
            value={earlyStopping.patience}
            parse={PATIENCE}
            onCommit={patience => set({ ...earlyStopping, patience })}
          />
          <Field label="monitor" title="What has to improve">
            <Select
              value={earlyStopping.monitor ?? USUAL}
              faint={earlyStopping.monitor === undefined}
              options={figuresOf(outputs).map(value => ({ value }))}
              onChange={monitor => {
                const { monitor: _, ...rest } = earlyStopping;
                set(monitor === USUAL ? rest : { ...rest, monitor });
              }}
            />
          </Field>
          <NumberField
            label="min_delta"
            title="The least change that counts as a gain"
            value={earlyStopping.min_delta ?? 0}
            faint={!earlyStopping.min_delta}
            parse={NOT_NEGATIVE}
            step={0.001}
            onCommit={min_delta => set({ ...earlyStopping, min_delta })}
          />
          <Field
            label="best weights"
            title="The run gives the weights of its best epoch (restore_best_weights)"
          >
            <Switch
              checked={earlyStopping.restore_best_weights !== false}
              faint={earlyStopping.restore_best_weights !== false}
              onChange={restore_best_weights => set({ ...earlyStopping, restore_best_weights })}
            />
          </Field>
        </>
      )}
      <Fold
        title="Checkpoints"
        note={
          checkpoints.everyMinutes === null
            ? `every ${checkpoints.everyEpochs === 1 ? 'epoch' : `${checkpoints.everyEpochs} epochs`}`
            : `also every ${checkpoints.everyMinutes} min`
        }
      >
        <NumberField
          label="every, epochs"
          title="Epochs from one checkpoint to the next; the last and the best are kept"
          value={checkpoints.everyEpochs}
          faint={checkpoints.everyEpochs === 1}
          parse={PATIENCE}
          onCommit={everyEpochs => setCheckpoints({ everyEpochs })}
        />
        <NumberField
          label="every, minutes"
          title="Also keeps the run within an epoch after so many minutes; 0 does not"
          value={checkpoints.everyMinutes ?? 0}
          faint={checkpoints.everyMinutes === null}
          parse={NOT_NEGATIVE}
          onCommit={minutes => setCheckpoints({ everyMinutes: minutes === 0 ? null : minutes })}
        />
      </Fold>
    </>
  );
}

function figuresOf(outputs: ReturnType<typeof useSettings>['outputs']): readonly string[] {
  const all = measuredFigures(Object.entries(outputs).map(([name, { metrics }]) => [name, metrics] as const));
  return [...all.map(name => `val_${name}`), ...all];
}
