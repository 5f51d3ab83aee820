import type { TrainingSettings } from '../document/schema.ts';

type Schedule = NonNullable<TrainingSettings['schedule']>;

/**
 * The learning rate over the steps of the optimizer, as keras.optimizers.schedules (keras/src/optimizers/schedules).
 *
 * @param schedule its settings; null for a rate that stays
 * @param initial the optimizer's learning rate
 * @param epochSteps steps of the optimizer in an epoch, for schedules that count epochs
 * @returns the rate of a step, from 0
 */
export function scheduledRate(
  schedule: Schedule | null,
  initial: number,
  epochSteps: number,
): (step: number) => number {
  if (schedule === null) return () => initial;
  const { unit = 'steps', warmup_steps: warmup = 0 } = schedule;
  const perUnit = unit === 'epochs' ? Math.max(1, epochSteps) : 1;
  return step => {
    const at = step / perUnit;
    return at < warmup ? (initial * at) / warmup : decayed(schedule, initial, at - warmup);
  };
}

function decayed(schedule: Schedule, initial: number, step: number): number {
  switch (schedule.name) {
    case 'constant':
      return initial;
    case 'piecewise_constant_decay': {
      const passed = schedule.boundaries.filter(boundary => step > boundary).length;
      return passed === 0 ? initial : (schedule.values[passed - 1] ?? schedule.values.at(-1) ?? initial);
    }
    case 'exponential_decay':
      return initial * schedule.decay_rate ** part(step, schedule.decay_steps, schedule.staircase);
    case 'inverse_time_decay':
      return initial / (1 + schedule.decay_rate * part(step, schedule.decay_steps, schedule.staircase));
    case 'polynomial_decay': {
      const { decay_steps, end_learning_rate = 0.0001, power = 1, cycle = false } = schedule;
      const length = cycle ? decay_steps * Math.max(1, Math.ceil(step / decay_steps)) : decay_steps;
      const left = 1 - Math.min(step, length) / length;
      return (initial - end_learning_rate) * left ** power + end_learning_rate;
    }
    case 'cosine_decay': {
      const { decay_steps, alpha = 0 } = schedule;
      return initial * cosine(Math.min(step, decay_steps) / decay_steps, 1, alpha);
    }
    case 'cosine_decay_restarts': {
      const { first_decay_steps, t_mul = 2, m_mul = 1, alpha = 0 } = schedule;
      const done = step / first_decay_steps;
      const restarts = Math.floor(t_mul === 1 ? done : Math.log(1 - done * (1 - t_mul)) / Math.log(t_mul));
      const begun = t_mul === 1 ? restarts : (1 - t_mul ** restarts) / (1 - t_mul);
      return initial * cosine((done - begun) / t_mul ** restarts, m_mul ** restarts, alpha);
    }
  }
}

function part(step: number, steps: number, staircase = false): number {
  return staircase ? Math.floor(step / steps) : step / steps;
}

function cosine(done: number, height: number, alpha: number): number {
  return (1 - alpha) * 0.5 * height * (1 + Math.cos(Math.PI * done)) + alpha;
}
