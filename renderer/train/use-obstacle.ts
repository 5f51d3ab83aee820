import type { DatasetInfo } from '../../shared/contract/runs.ts';
import type { Fix } from '../../shared/document/problem.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import type { Inference } from '../../shared/inference/infer.ts';
import { datasetMisfit, type Misfit } from '../../shared/training/dataset-fit.ts';
import { useData } from '../state/data-store.ts';
import { useEditor } from '../state/editor-store.ts';
import { useEngineStatuses } from '../state/engines.ts';
import { problemsOf } from '../state/selectors.ts';
import { useService } from '../state/service.ts';
import { useTraining } from '../state/training-store.ts';

/** The data set that the document names; undefined when it names none that is known. */
export function useDataset(): DatasetInfo | undefined {
  const name = useEditor(state => state.document.training?.dataset);
  return useTraining(state => state.datasets.find(dataset => dataset.name === name));
}

/** Why the document's data set does not fit the network; null when it does or none is chosen. */
export function useMisfit(): Misfit | null {
  const document = useEditor(state => state.document);
  const inference = useEditor(state => state.inference);
  const dataset = useDataset();
  return dataset ? misfitOf(document, inference, dataset) : null;
}

let known: { readonly parts: readonly unknown[]; readonly misfit: Misfit | null } | null = null;

/** The search for a fix infers the network several times over: its answer serves all that ask. */
function misfitOf(document: NetloomDocument, inference: Inference, dataset: DatasetInfo): Misfit | null {
  const parts = [document, inference, dataset];
  if (!known?.parts.every((part, i) => part === parts[i]))
    known = { parts, misfit: datasetMisfit(document, inference, dataset) };
  return known.misfit;
}

/** What keeps the network from being trained. */
export interface Obstacle {
  /** A sentence. */
  readonly message: string;
  readonly fix: Fix | null;
  /** Where the remedy lies. */
  readonly place: 'design' | 'data' | 'engine' | 'service';
  /** Whether the settings tell it already, beside what it is about. */
  readonly isTold: boolean;
}

/** What keeps the network from being trained now; null when nothing does. */
export function useObstacle(): Obstacle | null {
  const inference = useEditor(state => state.inference);
  const named = useEditor(state => state.document.training?.dataset);
  const hasLayers = useEditor(state => Object.keys(state.document.nodes).length > 0);
  const connection = useService(state => state.connection);
  const engines = useEngineStatuses(state => state.engines);
  const chosen = useTraining(state => state.engine);
  const dataset = useDataset();
  const misfit = useMisfit();
  const look = useData(state => (state.name === named ? state : null));
  const of = (place: Obstacle['place'], message: string, fix: Fix | null = null, isTold = false) => ({
    ...{ place, message, fix, isTold },
  });
  if (!hasLayers) return of('design', 'The network has no layers yet. Open a template or draw one.');
  const errors = problemsOf(inference).filter(problem => problem.severity === 'error');
  const [first] = errors;
  if (first) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`;
    return of('design', `The network has ${count}: ${first.message}`, first.fix ?? null);
  }
  if (named === undefined) return of('data', 'Choose a data set to train on.');
  if (look && look.problem !== null) return of('data', look.problem, null, true);
  if (!dataset)
    return look?.isLooking
      ? of('data', 'The data are being looked at.', null, true)
      : of('data', `There is no data set named "${named}"; choose another.`);
  if (misfit) return of('data', misfit.message, misfit.fix, true);
  const refusal = look?.preview?.report.refusal;
  if (refusal) return of('data', refusal.message, null, true);
  if (connection === 'absent')
    return of(
      'service',
      'This window has no service behind it; training needs "netloom serve" or the desktop app.',
    );
  if (connection === 'lost') return of('service', 'The service cannot be reached; the window keeps trying.');
  const engine = engines?.find(({ name }) => name === chosen);
  if (engine && engine.state !== 'ready') return of('engine', engine.detail);
  return null;
}
