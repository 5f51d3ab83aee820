import type { ScoresMessage } from '../../shared/contract/training.ts';
import type { Scores } from '../engines/engine.ts';
import type { TrainingPlan } from './plan.ts';

/** Scores as messages and files have them: by output's name, where there are several. */
export function scoresMessage(scores: Scores, plan: TrainingPlan): ScoresMessage {
  const { loss, accuracy } = scores;
  if (plan.outputs.length < 2) {
    const metrics = epochMetrics(scores, plan);
    const { accuracy: _, ...others } = metrics;
    return { loss, accuracy, ...(Object.keys(others).length > 0 && { metrics: others }) };
  }
  const outputs = plan.outputs.map((output, i) => {
    const entry = scores.outputs[i];
    return [output.name, { loss: entry?.loss ?? Number.NaN, ...finite(entry?.metrics ?? {}) }] as const;
  });
  return { loss, accuracy, outputs: Object.fromEntries(outputs) };
}

/**
 * All metrics as Keras names them: `accuracy`, with several outputs `OUTPUT_accuracy` and the loss of each as `OUTPUT_loss`. Those that
 * are no number are left out.
 */
export function epochMetrics(scores: Scores, plan: TrainingPlan): Readonly<Record<string, number>> {
  const isSole = plan.outputs.length < 2;
  const named = plan.outputs.flatMap((output, i) => {
    const prefix = isSole ? '' : `${output.name}_`;
    const own = scores.outputs[i];
    const entries = Object.entries({ ...(!isSole && own && { loss: own.loss }), ...own?.metrics });
    return entries.map(([name, value]) => [prefix + name, value] as const);
  });
  return finite(Object.fromEntries(named));
}

function finite(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}
