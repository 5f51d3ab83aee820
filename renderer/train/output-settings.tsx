import { LOSSES, METRICS } from '../../shared/document/schema.ts';
import { type CompleteOutput, defaultOutputTraining } from '../../shared/document/training-defaults.ts';
import type { NodeInference } from '../../shared/inference/infer.ts';
import { Field, NumberField, numberParser, Select } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import styles from './settings-panel.module.css';
import { withOutput } from './training-edits.ts';
import { useOutputs, useSettings } from './use-settings.ts';

const WEIGHT = numberParser({ min: 0 });

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
          onChange={loss => set(`Set the loss of ${name} to ${loss}`, { loss })}
        />
      </Field>
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
      <Field label="metrics" tall>
        <div className={styles.metrics}>
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
              {METRIC_WORDS[metric]}
            </label>
          ))}
        </div>
      </Field>
    </>
  );
}

const METRIC_WORDS = {
  accuracy: 'accuracy',
  mean_squared_error: 'squared error',
  mean_absolute_error: 'absolute error',
} as const;
