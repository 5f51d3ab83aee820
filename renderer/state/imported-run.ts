import { tell } from './notices.ts';
import { call, sentenceOf } from './service.ts';
import { useTraining } from './training-store.ts';

/**
 * Brings the imported weights in use along to the file in which their document is saved for the first time: without them an
 * imported network would be fresh when it is opened again.
 *
 * @param path the document's file
 */
export async function adoptImportedRun(path: string): Promise<void> {
  const { runs, begin, chosen } = useTraining.getState();
  // A run whose weights are still being copied is not listed yet.
  const isImported = (run: string) =>
    (runs?.find(({ path }) => path === run)?.status ?? 'imported') === 'imported';
  const used = new Set([begin, chosen].filter(run => run !== null).filter(isImported));
  for (const run of used) {
    try {
      const moved = await call('runs.adopt', { run, path });
      useTraining.setState(state => ({
        begin: state.begin === run ? moved.run : state.begin,
        chosen: state.chosen === run ? moved.run : state.chosen,
        runs: state.runs?.map(known => (known.path === run ? { ...known, path: moved.run } : known)) ?? null,
      }));
    } catch (error) {
      tell(`The imported weights could not be put beside the file: ${sentenceOf(error)}`, 'error');
    }
  }
}
