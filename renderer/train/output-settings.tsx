import { LOSSES, METRICS } from '../../shared/document/learning-settings.ts';
import { type CompleteOutput, defaultOutputTraining } from '../../shared/document/training-defaults.ts';
import type { NodeInference } from '../../shared/inference/infer.ts';
import { Field, Fold, NumberField, numberParser, Select } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import styles from './settings-panel.module.css';
import { withOutput } from './training-edits.ts';
import { useOutputs, useSettings } from './use-settings.ts';
import { metricTitle } from './wording.ts';

const WEIGHT = numberParser({ min: 0 });
const SHARE = numberParser({ min: 0, max: 1 });

type LossSetting = readonly [key: 'label_smoothing' | 'delta' | 'alpha' | 'beta' | 'gamma', standard: number];
const SMOOTHING: LossSetting = ['label_smoothing', 0];

/** The numbers that a loss takes, with Keras's defaults. */
const LOSS_SETTINGS: Readonly<Partial<Record<CompleteOutput['loss'], readonly LossSetting[]>>> = {
  categorical_crossentropy: [SMOOTHING],
  binary_crossentropy: [SMOOTHING],
  categorical_focal_crossentropy: [['alpha', 0.25], ['gamma', 2], SMOOTHING],
  binary_focal_crossentropy: [['gamma', 2], SMOOTHING],
  huber: [['delta', 1]],
  tversky: [
    ['alpha', 0.5],
    ['beta', 0.5],
  ],
};

/** Loss, weight and metrics of each output. */
export function OutputSettings() {
  const outputs = useOutputs();
  const settings = useSettings();
  return outputs.map(output => {
    const own = settings.outputs[output.name];
    return own ? (
      <OneOutput key={output.name} output={output} settings={own} isOnly={outputs.length === 1} />
    ) : null;
  });
}

interface OneOutputProps {
  readonly output: NodeInference;
  readonly settings: CompleteOutput;
  readonly isOnly: boolean;
}

function OneOutput({ output, settings, isOnly }: OneOutputProps) {
  const { name } = output;
  const standard = defaultOutputTraining(output);
  const set = (title: string, change: Partial<CompleteOutput>) =>
    changeTraining(title, training => withOutput(training, name, { ...settings, ...change }, standard));
  return (
    <>
      {!isOnly && <div className={styles.output}>{name}</div>}
      <Field label="loss" title={`The loss of ${name}`} stacked>
        <Select
          value={settings.loss}
          faint={settings.loss === standard.loss}
          options={LOSSES.map(value => ({ value }))}
          onChange={loss => set(`Set the loss of ${name} to ${loss}`, { loss, lossSettings: {} })}
        />
      </Field>
      {LOSS_SETTINGS[settings.loss]?.map(([key, standardValue]) => {
        const value = settings.lossSettings?.[key] ?? standardValue;
        return (
          <NumberField
            key={key}
            label={key}
            value={value}
            faint={value === standardValue}
            parse={key === 'label_smoothing' ? SHARE : WEIGHT}
            step={0.1}
            onCommit={number => {
              const { [key]: _, ...others } = settings.lossSettings ?? {};
              const lossSettings = number === standardValue ? others : { ...others, [key]: number };
              set(`Set ${key} of the loss of ${name} to ${number}`, { lossSettings });
            }}
          />
        );
      })}
      {!isOnly && (
        <NumberField
          label="weight"
          title={`How much the loss of ${name} counts in the sum`}
          value={settings.weight}
          faint={settings.weight === standard.weight}
          parse={WEIGHT}
          step={0.1}
          onCommit={weight => set(`Set the loss weight of ${name} to ${weight}`, { weight })}
        />
      )}
      <Fold
        title={isOnly ? 'Metrics' : `Metrics of ${name}`}
        note={settings.metrics.length === 0 ? 'none' : settings.metrics.map(metricTitle).join(', ')}
      >
        <fieldset aria-label={`Metrics of ${name}`} className={styles.metrics}>
          {METRICS.map(metric => (
            <label key={metric} className={styles.metric}>
              <input
                type="checkbox"
                checked={settings.metrics.includes(metric)}
                onChange={event => {
                  const { checked } = event.target;
                  const metrics = METRICS.filter(other =>
                    other === metric ? checked : settings.metrics.includes(other),
                  );
                  set(`${checked ? 'Measure' : 'Do not measure'} ${metric}`, { metrics });
                }}
              />
              {metricTitle(metric)}
            </label>
          ))}
        </fieldset>
      </Fold>
    </>
  );
}
