import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { DATA_METHODS } from '../../shared/contract/data.ts';
import { type Handlers, ServiceError } from '../../shared/contract/protocol.ts';
import type { RATE_METHODS } from '../../shared/contract/rates.ts';
import type { RUN_METHODS } from '../../shared/contract/runs.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import { networkPorts } from '../../shared/training/network-ports.ts';
import { dataName, isBuiltIn } from '../datasets/prepare-dataset.ts';
import type { FileAccess } from '../documents/file-access.ts';
import { engineExecutable } from '../engines/engine-executable.ts';
import { loadWeights } from '../runs/load-weights.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { moveRun, newRunPath, runsDirectory } from '../runs/run-place.ts';
import { networkNumbers, sampleScaling, UNSCALED } from '../runs/run-scaling.ts';
import { listRuns } from '../runs/run-summary.ts';
import { SafetensorsError } from '../runs/safetensors.ts';
import { requireMemoryReading } from '../training/memory-watch.ts';
import { prepareResume, prepareRun } from '../training/prepare-run.ts';
import { askDataProcess, samplesOfRun } from './data-job.ts';
import { PredictionProcess } from './prediction-process.ts';
import { RateSearches } from './rate-search.ts';
import { RunningRuns } from './running-runs.ts';

/** What the run service needs from its surroundings. */
export interface RunServiceOptions {
  readonly access: FileAccess;
  readonly dataFolder: string;
  /** The built training worker and prediction worker. */
  readonly workerScript: string;
  readonly predictionScript: string;
  /** The built worker that looks at data on disk. */
  readonly dataScript: string;
  /** The built worker that tries learning rates. */
  readonly rateScript: string;
  emit(event: string, data: unknown): void;
  /** Whether a path is that of a file that a window brought. */
  isUploaded(file: string): boolean;
  /** The folder of a run that a window names, whose weights are whole. */
  runOf(run: string): Promise<string>;
  /** Waits until the weights of runs in a folder that are being copied are whole. */
  settled(directory: string): Promise<void>;
}

/** The service's methods around data, training and runs. */
export interface RunService {
  readonly handlers: Handlers<typeof RUN_METHODS & typeof DATA_METHODS & typeof RATE_METHODS>;
  /** Stops running trainings, which keep their weights. */
  close(): Promise<void>;
}

/** Data sets, training in workers, kept runs, predictions. */
export function createRunService({
  access,
  dataFolder,
  workerScript,
  predictionScript,
  dataScript,
  rateScript,
  emit,
  isUploaded,
  runOf: known,
  settled,
}: RunServiceOptions): RunService {
  const running = new RunningRuns({ dataFolder, workerScript, emit });
  const predictions = new PredictionProcess(predictionScript, () => engineExecutable(null));
  const searches = new RateSearches(rateScript, (search, step) =>
    emit('rates.progress', { search, ...step }),
  );

  /** Data by their own name, or by an absolute path that the window may reach; a relative one counts from the document. */
  const placeOf = async (name: string, document: string | null) =>
    isBuiltIn(name)
      ? name
      : access.resolve(dataName(name, document === null ? access.start : path.dirname(document)));

  /** A document as a window sent it, its data by the place where this machine finds them. */
  const received = async (text: string, place: string | null): Promise<NetloomDocument> => {
    const document = parseDocument(text);
    const named = document.training?.dataset;
    if (named === undefined) return document;
    return { ...document, training: { ...document.training, dataset: await placeOf(named, place) } };
  };

  return {
    handlers: {
      'datasets.list': () => [...DATASETS],
      'datasets.samples': async ({ name, part, offset, count, run }) => {
        const question = { run: await known(run), part, offset, count };
        if (isBuiltIn(name)) return samplesOfRun({ ...question, name });
        const place = await access.resolve(name);
        const job = { job: 'samples', question: { ...question, name: place } } as const;
        const found = await askDataProcess(dataScript, job);
        if ('total' in found) return found;
        throw new ServiceError('dataset.format', 'The data process answered something else.');
      },
      'data.preview': async ({ path: file, run, ...given }) => {
        const learned = run === undefined ? null : await new RunFolder(await known(run)).readDocument();
        // The run's own network: the one in the window may have other names by now.
        const own = learned && {
          settings: learned.training?.data ?? {},
          network: networkPorts(inferDocument(learned)),
        };
        const question = { ...given, ...own };
        const name = await placeOf(question.name, file === null ? null : await access.resolve(file));
        const found = await askDataProcess(dataScript, { job: 'preview', question: { ...question, name } });
        if ('report' in found) return found;
        throw new ServiceError('dataset.format', 'The data process answered something else.');
      },
      'training.start': async ({
        text,
        path: file,
        engine,
        resume,
        weights,
        waits,
        memoryLimit: megabytes,
        adoptSettings,
      }) => {
        const place = file === null ? null : await access.resolve(file);
        const document = await received(text, place);
        const memoryLimit = megabytes === null ? undefined : megabytes * 2 ** 20;
        if (memoryLimit !== undefined) requireMemoryReading();
        const going = resume === null ? null : await known(resume);
        if (going !== null) running.requireIdle(going);
        const folder =
          going === null
            ? await prepareRun(document, {
                engine,
                directory: runsDirectory(place, document.name, dataFolder),
                waits,
                memoryLimit,
                ...(weights === null ? {} : { weights: await known(weights) }),
              })
            : await prepareResume(going, {
                waits,
                settings: adoptSettings ? (document.training ?? {}) : undefined,
              });
        const task = { run: folder.path, engine, resume: resume !== null, memoryLimit };
        return { run: await running.launch(task, waits) };
      },
      'rates.find': async ({ search, text, path: file, engine }) => {
        const document = await received(text, file === null ? null : await access.resolve(file));
        const execPath = await engineExecutable(engine);
        return searches.find(search, serializeDocument(document), engine, execPath);
      },
      'rates.stop': ({ search }) => {
        searches.stop(search);
        return {};
      },
      'training.pause': async ({ run }) => {
        await running.steer(run, 'pause');
        return {};
      },
      'training.resume': async ({ run }) => {
        await running.steer(run, 'resume');
        return {};
      },
      'training.stop': async ({ run }) => {
        await running.steer(run, 'stop');
        return {};
      },
      'runs.list': async ({ path: file, name }) => {
        const directory = runsDirectory(file === null ? null : await access.resolve(file), name, dataFolder);
        await settled(directory);
        return Promise.all((await listRuns(directory)).map(summary => running.summary(summary.path)));
      },
      'runs.history': async ({ run }) => [...(await new RunFolder(await known(run)).readMetrics())],
      'runs.adopt': async ({ run, path: file }) => {
        const from = await known(run);
        running.requireIdle(from);
        await new RunFolder(from).readAnyRecord();
        return { run: await moveRun(from, runsDirectory(await access.resolve(file), '', dataFolder)) };
      },
      'runs.remove': async ({ run }) => {
        const folder = new RunFolder(await known(run));
        running.requireIdle(folder.path);
        await folder.readAnyRecord();
        await rm(folder.path, { recursive: true, force: true });
        return {};
      },
      'weights.load': async ({ text, path: requested, document: own }) => {
        const document = parseDocument(text);
        const file = isUploaded(requested) ? requested : await access.resolve(requested);
        const place = own === null ? null : await access.resolve(own);
        const directory = runsDirectory(place, document.name, dataFolder);
        try {
          return await loadWeights(document, file, () => newRunPath(directory, 0));
        } catch (error) {
          if (error instanceof SafetensorsError) throw new ServiceError(error.code, error.message);
          throw error;
        }
      },
      'runs.predict': async ({ run, inputs }) => {
        const folder = await known(run);
        const scalings = sampleScaling(await new RunFolder(folder).readAnyRecord());
        const scaled = inputs.map(({ shape, data }, i) => ({
          shape,
          data: Array.from(networkNumbers(data, scalings[i] ?? UNSCALED)),
        }));
        return { outputs: await predictions.predict(folder, scaled) };
      },
    },
    async close() {
      predictions.close();
      searches.close();
      await running.close();
    },
  };
}
