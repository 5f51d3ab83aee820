import type { TrainingSettings } from '../../shared/document/schema.ts';
import { DraftInput, Field, NumberField, numberParser, Select, Switch, useDraft } from '../controls/index.ts';
import { changeTraining } from './change-training.ts';
import { parseRateSteps, withSetting } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

type Schedule = NonNullable<TrainingSettings['schedule']>;

const NONE = 'none';
const NOT_NEGATIVE = numberParser({ min: 0 });
const POSITIVE = numberParser({ min: 0, exclusive: true });
const WHOLE = numberParser({ whole: true, min: 1 });
const FACTOR = numberParser({ min: 0, max: 0.999, exclusive: true });
/** Keras's defaults. */
const USUAL_PATIENCE = 10;
const USUAL_FACTOR = 0.1;
const MAY_BE_ZERO: ReadonlySet<string> = new Set(['warmup_steps', 'alpha', 'end_learning_rate']);

/** What a schedule begins with when it is chosen; it counts epochs, which is what people think in. */
function fresh(name: Schedule['name'], epochs: number, rate: number): Schedule {
  const unit = 'epochs';
  switch (name) {
    case 'constant':
      return { name, unit, warmup_steps: 1 };
    case 'piecewise_constant_decay':
      return { name, unit, boundaries: [Math.ceil(epochs / 2)], values: [rate / 10] };
    case 'exponential_decay':
    case 'inverse_time_decay':
      return {
        name,
        unit,
        decay_steps: Math.max(1, Math.ceil(epochs / 3)),
        decay_rate: 0.5,
        staircase: true,
      };
    case 'polynomial_decay':
    case 'cosine_decay':
      return { name, unit, decay_steps: epochs };
    case 'cosine_decay_restarts':
      return { name, unit, first_decay_steps: Math.max(1, Math.ceil(epochs / 3)) };
  }
}

const OPTIONS = [
  { value: NONE, label: 'stays' },
  { value: 'constant', label: 'warm-up, then stays' },
  { value: 'piecewise_constant_decay', label: 'in steps' },
  { value: 'exponential_decay', label: 'exponential' },
  { value: 'inverse_time_decay', label: 'inverse time' },
  { value: 'polynomial_decay', label: 'polynomial' },
  { value: 'cosine_decay', label: 'cosine' },
  { value: 'cosine_decay_restarts', label: 'cosine with restarts' },
] as const;

/** How the learning rate changes while the network learns. */
export function ScheduleSettings() {
  const { schedule, reduceOnPlateau, epochs, optimizer } = useSettings();
  const set = (value: Schedule | null) =>
    changeTraining(value === null ? 'Keep the learning rate' : `Schedule the rate: ${value.name}`, training =>
      withSetting(training, 'schedule', value),
    );
  return (
    <>
      <Field
        label="schedule"
        title="How the learning rate changes over the training"
        hint={schedule ? `Counts ${schedule.unit ?? 'steps'}.` : undefined}
      >
        <Select
          value={schedule?.name ?? NONE}
          faint={schedule === null}
          options={OPTIONS}
          onChange={name => set(name === NONE ? null : fresh(name, epochs, optimizer.learning_rate))}
        />
      </Field>
      {schedule &&
        Object.entries({ warmup_steps: 0, ...schedule }).map(([key, value]) =>
          typeof value === 'number' ? (
            <NumberField
              key={key}
              label={key}
              title={`In ${schedule.unit ?? 'steps'} where it counts steps`}
              value={value}
              parse={MAY_BE_ZERO.has(key) ? NOT_NEGATIVE : POSITIVE}
              onCommit={number => set({ ...schedule, [key]: number })}
            />
          ) : null,
        )}
      {schedule?.name === 'piecewise_constant_decay' && <Steps schedule={schedule} onChange={set} />}
      <Field
        label="on a plateau"
        title="Lowers the learning rate when the loss no longer improves (ReduceLROnPlateau)"
      >
        <Switch
          checked={reduceOnPlateau !== null}
          faint={reduceOnPlateau === null}
          text={reduceOnPlateau === null ? 'stays' : 'lower'}
          onChange={on =>
            changeTraining(on ? 'Lower the rate on a plateau' : 'Keep the rate on a plateau', training =>
              withSetting(training, 'reduceOnPlateau', on ? { patience: 3, factor: 0.5 } : null),
            )
          }
        />
      </Field>
      {reduceOnPlateau && <Plateau plateau={reduceOnPlateau} />}
    </>
  );
}

type PlateauSettings = NonNullable<TrainingSettings['reduceOnPlateau']>;

/** When and how far the rate is lowered where nothing improves. */
function Plateau({ plateau }: { readonly plateau: PlateauSettings }) {
  const set = (change: Partial<PlateauSettings>) =>
    changeTraining('Change how the rate is lowered', training =>
      withSetting(training, 'reduceOnPlateau', { ...plateau, ...change }),
    );
  return (
    <>
      <NumberField
        label="patience"
        title="Epochs without gain before the rate is lowered"
        value={plateau.patience ?? USUAL_PATIENCE}
        parse={WHOLE}
        onCommit={patience => set({ patience })}
      />
      <NumberField
        label="factor"
        title="What the rate is multiplied by"
        value={plateau.factor ?? USUAL_FACTOR}
        parse={FACTOR}
        step={0.1}
        onCommit={factor => set({ factor })}
      />
    </>
  );
}

type Piecewise = Extract<Schedule, { readonly name: 'piecewise_constant_decay' }>;

/** The steps of a learning rate: from when on which rate holds. */
function Steps({ schedule, onChange }: { readonly schedule: Piecewise; onChange(next: Schedule): void }) {
  const { boundaries, values } = schedule;
  const text = boundaries.map((from, i) => `${from}: ${values[i] ?? 0}`).join(', ');
  const draft = useDraft(text, parseRateSteps, steps =>
    onChange({ ...schedule, boundaries: steps.map(([from]) => from), values: steps.map(([, rate]) => rate) }),
  );
  return (
    <Field
      label={`${schedule.unit === 'epochs' ? 'epoch' : 'step'}: rate`}
      title="From when on which learning rate holds, e.g. 10: 0.001, 20: 0.0001"
      error={draft.error === null ? null : `The steps ${draft.error}.`}
      stacked
    >
      <DraftInput draft={draft} />
    </Field>
  );
}
