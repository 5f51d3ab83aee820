import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { ServiceError } from '../../shared/contract/protocol.ts';
import { type TensorMessage, tensorMessageSchema } from '../../shared/contract/runs.ts';
import { startEngineProcess } from '../engines/start-engine-process.ts';
import { type LostProcess, lostProcessError } from '../setup/crashed-engine.ts';

/** How long a prediction process stays after the last question, in milliseconds. */
const IDLE = 60_000;

const LOST: LostProcess = {
  what: 'The prediction process',
  engine: null,
  code: 'predict.worker',
  otherwise: 'try again.',
};

/** What the service asks a prediction process. */
export const predictionRequestSchema = z.object({
  id: z.number(),
  run: z.string(),
  /** One per input of the network. */
  inputs: z.array(tensorMessageSchema),
});

/** What it answers. */
export const predictionAnswerSchema = z.union([
  z.object({ id: z.number(), outputs: z.array(tensorMessageSchema) }),
  z.object({ id: z.number(), error: z.object({ code: z.string(), message: z.string() }) }),
]);

interface Question {
  readonly resolve: (outputs: TensorMessage[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * A process that answers predictions with runs' weights: engines compute synchronously and keep their memory, so they stay
 * out of the service. It starts at the first question and ends when none comes for a while.
 */
export class PredictionProcess {
  private readonly script: string;
  private readonly executable: () => Promise<string | undefined>;
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly questions = new Map<number, Question>();
  private next = 1;

  /**
   * @param script the built prediction worker
   * @param executable says what a process is started with; undefined for this one's own executable
   */
  constructor(script: string, executable: () => Promise<string | undefined> = async () => undefined) {
    this.script = script;
    this.executable = executable;
  }

  /**
   * Predicts with a run's weights.
   *
   * @param run the run's folder
   * @param inputs one tensor per input of the network, samples along the first axis
   * @returns one per output
   */
  async predict(run: string, inputs: readonly TensorMessage[]): Promise<TensorMessage[]> {
    // Looking for an executable may take a process of its own: it is done for a start alone, not for each question.
    const execPath = this.child?.connected ? undefined : await this.executable();
    const child = this.running(execPath);
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.questions.set(id, { resolve, reject });
      child.send({ id, run, inputs });
    });
  }

  /** Ends the process; open questions fail. */
  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.child?.kill('SIGKILL');
  }

  private running(execPath?: string): ChildProcess {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.child?.connected) return this.child;
    const child = startEngineProcess(this.script, { execPath });
    child.on('message', message => this.answered(message));
    child.once('exit', (code, signal) => {
      if (this.child === child) this.child = null;
      const open = [...this.questions.values()];
      this.questions.clear();
      if (open.length === 0) return;
      void lostProcessError(LOST, { code, signal }).then(error => {
        for (const question of open) question.reject(error);
      });
    });
    this.child = child;
    return child;
  }

  private answered(message: unknown): void {
    const { data: answer } = predictionAnswerSchema.safeParse(message);
    if (!answer) {
      // Its end tells whoever waits; nothing that it says may end the service.
      this.child?.kill('SIGKILL');
      return;
    }
    const question = this.questions.get(answer.id);
    this.questions.delete(answer.id);
    if ('outputs' in answer) question?.resolve(answer.outputs);
    else question?.reject(new ServiceError(answer.error.code, answer.error.message));
    if (this.questions.size > 0) return;
    this.timer = setTimeout(() => this.child?.kill(), IDLE);
    this.timer.unref();
  }
}
