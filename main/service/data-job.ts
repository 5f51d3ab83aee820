import { fork } from 'node:child_process';
import { z } from 'zod';
import { type DataPreview, dataPreviewSchema, dataQuestionSchema } from '../../shared/contract/data.ts';
import { ServiceError } from '../../shared/contract/protocol.ts';
import { type DatasetInfo, type SamplesMessage, samplesSchema } from '../../shared/contract/runs.ts';
import { previewData } from '../datasets/describe.ts';
import { prepareDataset } from '../datasets/prepare-dataset.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { shownNumbers } from '../runs/run-scaling.ts';
import { dataRequest } from '../training/data-request.ts';
import { networkSamples } from '../training/network-samples.ts';
import { type TrainingPlan, trainingPlan } from '../training/plan.ts';

const samplesQuestionSchema = z.strictObject({
  /** The run whose data, scaling and split are meant. */
  run: z.string(),
  name: z.string(),
  part: z.enum(['training', 'validation', 'test']),
  offset: z.number().int().min(0),
  count: z.number().int().max(100),
});

/** What a data process is asked for. */
export const dataJobSchema = z.discriminatedUnion('job', [
  z.strictObject({ job: z.literal('preview'), question: dataQuestionSchema }),
  z.strictObject({ job: z.literal('samples'), question: samplesQuestionSchema }),
]);
/** One look at data on disk. */
export type DataJob = z.infer<typeof dataJobSchema>;

const answerSchema = z.union([
  z.strictObject({ result: z.union([dataPreviewSchema, samplesSchema]) }),
  z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) }),
]);

/**
 * Looks at data, in this process.
 *
 * @throws DatasetError
 */
export async function runDataJob(job: DataJob): Promise<DataPreview | SamplesMessage> {
  if (job.job === 'preview') return previewData(job.question);
  return samplesOfRun(job.question);
}

/**
 * Samples of a part as a run splits its data, in numbers as they are shown (main/runs/run-scaling.ts).
 *
 * @throws DatasetError
 */
export async function samplesOfRun(question: z.infer<typeof samplesQuestionSchema>): Promise<SamplesMessage> {
  const { run, name, part, offset, count } = question;
  const folder = new RunFolder(run);
  const record = await folder.readAnyRecord();
  const plan = trainingPlan(await folder.readDocument());
  const own = record.status === 'imported' ? null : { ...record.dataset, seed: record.seed };
  const data = await prepareDataset({
    ...dataRequest(plan, name),
    ...(own && { split: own.split, seed: own.seed, scaling: [] }),
  });
  try {
    const indices = data.split[part === 'training' ? 'train' : part];
    const { info } = data.dataset;
    const read = await data.dataset.read(indices.slice(offset, offset + count));
    // How numbers were scaled for imported weights nobody told: theirs stay as the document's settings make them.
    const shown = read.inputs.map(({ shape, data: numbers }, i) => ({
      shape: [...shape],
      data: shownNumbers(numbers, own !== null && (data.scaling[i]?.areBytes ?? false)),
    }));
    const wanted = read.targets.map(({ shape, data: numbers }) => ({
      shape: [...shape],
      data: Array.from(numbers),
    }));
    const { inputs, targets } = networkSamples(plan, info, { inputs: shown, targets: wanted });
    return {
      total: indices.length,
      inputs: [...inputs],
      targets: [...targets],
      ports: networkPortsOf(plan, info),
    };
  } finally {
    await data.close();
  }
}

/** What the samples of data are for a network, by its inputs and outputs. */
function networkPortsOf(plan: TrainingPlan, info: DatasetInfo): SamplesMessage['ports'] {
  const { inputs, targets } = networkSamples(plan, info, info);
  const isSole = plan.outputs.length < 2;
  return {
    inputs: [...inputs],
    targets: targets.map((target, i) => ({
      ...target,
      name: isSole ? target.name : (plan.outputs[i]?.name ?? null),
    })),
  };
}

/** How long one look may take, in milliseconds. */
const PATIENCE = 300_000;

/**
 * Looks at data in a process of its own: whatever a hostile file does to it, nothing else is touched.
 *
 * @param script the built data worker
 * @throws ServiceError with the code and sentence of what is wrong
 */
export async function askDataProcess(script: string, job: DataJob): Promise<DataPreview | SamplesMessage> {
  return await new Promise((resolve, reject) => {
    const child = fork(script, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    const fail = (code: string, message: string) => reject(new ServiceError(code, message));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('dataset.format', 'Looking at the data took more than five minutes and was ended.');
    }, PATIENCE);
    child.once('message', message => {
      // Nothing that such a process says may end the service.
      const answer = answerSchema.safeParse(message);
      if (!answer.success)
        fail(
          'dataset.format',
          'Looking at the data gave figures that cannot be shown; are they all numbers?',
        );
      else if ('result' in answer.data) resolve(answer.data.result);
      else fail(answer.data.error.code, answer.data.error.message);
    });
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      fail(
        'dataset.format',
        'The process that looked at the data ended; a file is damaged or the memory did not suffice.',
      );
    });
    child.send(job);
  });
}
