import { create } from 'zustand';
import type { RateCurve, RatePoint } from '../../shared/contract/rates.ts';
import { serializeDocument } from '../../shared/document/serialize.ts';
import { useEditor } from './editor-store.ts';
import { call, onServiceEvent, sentenceOf } from './service.ts';
import { engineToUse } from './training-store.ts';

/** A search for a learning rate as the window shows it. */
export type RateSearch =
  | { readonly at: 'closed' }
  | {
      readonly at: 'running';
      /** The name by which the service knows it. */
      readonly search: string;
      readonly points: readonly RatePoint[];
      readonly step: number;
      readonly steps: number | null;
    }
  | ({ readonly at: 'done' } & RateCurve)
  | { readonly at: 'failed'; readonly message: string };

/** The search of this window; at most one. Change it with the functions of this file. */
export const useRateSearch = create<{ readonly state: RateSearch }>()(() => ({ state: { at: 'closed' } }));

const put = (state: RateSearch) => useRateSearch.setState({ state });

/** The running search with this name; null when it was closed meanwhile. */
function running(search: string) {
  const { state } = useRateSearch.getState();
  return state.at === 'running' && state.search === search ? state : null;
}

/** Tries learning rates with the document's settings. */
export async function searchRate(): Promise<void> {
  closeRateSearch();
  const { document, path } = useEditor.getState();
  // Windows share the service: the name must be one of its own.
  const search = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  put({ at: 'running', search, points: [], step: 0, steps: null });
  try {
    const text = serializeDocument(document);
    const curve = await call('rates.find', { search, text, path, engine: engineToUse() });
    if (running(search)) put(curve === null ? { at: 'closed' } : { at: 'done', ...curve });
  } catch (error) {
    if (running(search)) put({ at: 'failed', message: sentenceOf(error) });
  }
}

/** Closes the search; one that runs is ended. */
export function closeRateSearch(): void {
  const { state } = useRateSearch.getState();
  put({ at: 'closed' });
  // A service that is gone has ended it already.
  if (state.at === 'running') call('rates.stop', { search: state.search }).catch(() => undefined);
}

onServiceEvent('rates.progress', ({ search, point, step, steps }) => {
  const state = running(search);
  if (state) put({ ...state, points: [...state.points, point], step, steps });
});
