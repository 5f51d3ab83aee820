import path from 'node:path';
import type { PREFERENCE_METHODS } from '../../shared/contract/preferences.ts';
import type { Channel, Handlers } from '../../shared/contract/protocol.ts';
import { SERVICE_METHODS } from '../../shared/contract/service.ts';
import { createDocumentService } from '../documents/document-service.ts';
import { FileAccess } from '../documents/file-access.ts';
import { Preferences } from '../documents/preferences.ts';
import { userDataDirectory } from '../documents/user-data.ts';
import { createImportService } from '../importing/import-service.ts';
import { netloomDirectory } from '../setup/place.ts';
import { serveChannel } from './dispatch.ts';
import { createExportService } from './export-service.ts';
import { resolveRun } from './resolve-run.ts';
import { createRunService } from './run-service.ts';
import { createSetupService } from './setup-service.ts';

/** How the service is set up. */
export interface ServiceOptions {
  /** The folder that bounds what windows may read and write; null for the desktop, which may reach all. */
  readonly root: string | null;
  /** Where the service writes its log lines; default: stderr. */
  readonly log?: (line: string) => void;
}

/** The service behind one or more windows. */
export interface Service {
  /** Answers a window until its channel closes. */
  connect(channel: Channel): void;
  /** How many windows are connected. */
  readonly windows: number;
  /** Ends running work in order: training keeps its weights. */
  close(): Promise<void>;
}

/** Starts the service: documents, export, training, set-up. */
export function createService({
  root,
  log = line => process.stderr.write(`${line}\n`),
}: ServiceOptions): Service {
  const access = new FileAccess(root);
  const dataFolder = userDataDirectory();
  const channels = new Set<Channel>();
  const emit = (event: string, data: unknown) => {
    for (const channel of channels) channel.send({ event, data });
  };
  const script = (name: string) => path.join(netloomDirectory(), 'dist/node', `${name}.mjs`);
  const documents = createDocumentService({ access, dataFolder, emit });
  const imports = createImportService({ access, dataFolder, emit, workerScript: script('import-worker') });
  /** The folder of a run that a window names, whose weights are whole. */
  const runOf = async (run: string) => {
    const folder = await resolveRun(access, dataFolder, run);
    await imports.settled(folder);
    return folder;
  };
  const exports = createExportService({ access, runOf, workerScript: script('export-worker') });
  const runs = createRunService({
    access,
    dataFolder,
    emit,
    isUploaded: imports.isUploaded,
    runOf,
    settled: imports.settled,
    workerScript: script('worker'),
    dataScript: script('data-worker'),
    rateScript: script('rate-worker'),
    predictionScript: script('prediction-worker'),
  });
  const setup = createSetupService(emit);
  const preferences = new Preferences(dataFolder);
  const preferenceHandlers: Handlers<typeof PREFERENCE_METHODS> = {
    'preferences.read': () => preferences.read(),
    'preferences.write': async ({ changes }) => {
      await preferences.write(changes);
      return {};
    },
  };
  const handlers = {
    ...documents.handlers,
    ...exports.handlers,
    ...imports.handlers,
    ...runs.handlers,
    ...setup.handlers,
    ...preferenceHandlers,
  };
  return {
    connect(channel) {
      channels.add(channel);
      const sessions = new Set<string>();
      const stop = serveChannel(
        channel,
        SERVICE_METHODS,
        {
          ...handlers,
          'documents.journal': state => {
            sessions.add(state.session);
            return handlers['documents.journal'](state);
          },
        },
        (method, error) =>
          log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : error}`),
      );
      channel.onClose(() => {
        stop();
        channels.delete(channel);
        for (const session of sessions) documents.sessionGone(session);
      });
    },
    get windows() {
      return channels.size;
    },
    async close() {
      documents.close();
      exports.close();
      setup.close();
      await Promise.all([imports.close(), runs.close()]);
    },
  };
}
