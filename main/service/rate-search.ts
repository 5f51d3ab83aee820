import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { type EngineName, engineNameSchema } from '../../shared/contract/engines.ts';
import { ServiceError } from '../../shared/contract/protocol.ts';
import {
  type RateCurve,
  type RateStep,
  rateCurveSchema,
  rateStepSchema,
} from '../../shared/contract/rates.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { startEngineProcess } from '../engines/start-engine-process.ts';
import { lostProcessError } from '../setup/crashed-engine.ts';
import { findLearningRate } from '../training/find-learning-rate.ts';
import { codeOf, sentenceOf } from '../training/run-training.ts';

const jobSchema = z.strictObject({ text: z.string(), engine: engineNameSchema });

const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('step'), step: rateStepSchema }),
  z.strictObject({ kind: z.literal('done'), curve: rateCurveSchema }),
  z.strictObject({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
]);
type SearchMessage = z.infer<typeof messageSchema>;

/**
 * Answers one search for a learning rate in a worker process, and ends it; without the service that asked it ends at once.
 *
 * @param worker this process, with its channel to the service
 */
export function serveRateSearch(worker: NodeJS.Process): void {
  const send = (message: SearchMessage, sent: () => void = () => undefined) => {
    if (worker.connected) worker.send?.(message, sent);
  };
  const search = async (raw: unknown): Promise<SearchMessage> => {
    try {
      const { text, engine } = jobSchema.parse(raw);
      const report = (step: RateStep) => send({ kind: 'step', step });
      const curve = await findLearningRate(await loadEngine(engine), parseDocument(text), { report });
      return { kind: 'done', curve };
    } catch (error) {
      return { kind: 'failed', code: codeOf(error), message: sentenceOf(error) };
    }
  };
  worker.once('disconnect', () => worker.exit(0));
  worker.once('message', raw => {
    void search(raw).then(answer => send(answer, () => worker.disconnect()));
  });
}

/** What ends such a process where its engine is sound. */
const LOST = {
  what: 'The process that tried learning rates',
  code: 'rates.worker',
  otherwise: 'the memory may not suffice. Try again, or with a smaller batch.',
} as const;

/** The searches for learning rates that windows asked for, each in a process of its own. */
export class RateSearches {
  private readonly script: string;
  private readonly report: (search: string, step: RateStep) => void;
  private readonly running = new Map<string, ChildProcess>();

  /**
   * @param script the built worker
   * @param report told of each step of a search
   */
  constructor(script: string, report: (search: string, step: RateStep) => void) {
    this.script = script;
    this.report = report;
  }

  /**
   * Tries learning rates.
   *
   * @param search the name by which it can be stopped
   * @param text a document with its training settings
   * @param engine what computes
   * @param execPath the executable of its process; this one's where it is left out
   * @returns the curve; null when it was stopped
   * @throws ServiceError with the code and sentence of what keeps the network from being trained
   */
  find(search: string, text: string, engine: EngineName, execPath?: string): Promise<RateCurve | null> {
    if (this.running.has(search))
      throw new ServiceError('rates.running', `A search named "${search}" is already running.`);
    const child = startEngineProcess(this.script, { execPath });
    this.running.set(search, child);
    return new Promise((resolve, reject) => {
      child.on('message', raw => {
        const parsed = messageSchema.safeParse(raw);
        // Nothing that such a process says may end the service.
        if (!parsed.success) {
          reject(new ServiceError('rates.worker', 'The search for a learning rate gave no figures.'));
          return this.stop(search);
        }
        const message = parsed.data;
        if (message.kind === 'step') this.report(search, message.step);
        else if (message.kind === 'done') resolve(message.curve);
        else reject(new ServiceError(message.code, message.message));
      });
      child.once('error', reject);
      child.once('exit', (status, signal) => {
        // Taken out before it was ended: the user's wish.
        if (this.running.get(search) !== child) return resolve(null);
        this.running.delete(search);
        void lostProcessError({ ...LOST, engine }, { code: status, signal }).then(reject);
      });
      child.send({ text, engine });
    });
  }

  /** Ends a search, which then answers null; one that is not running is let be. */
  stop(search: string): void {
    const child = this.running.get(search);
    this.running.delete(search);
    child?.kill('SIGKILL');
  }

  /** Ends all searches. */
  close(): void {
    for (const search of [...this.running.keys()]) this.stop(search);
  }
}
