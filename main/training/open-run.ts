import type { RunRecord, ScoresMessage } from '../../shared/contract/training.ts';
import type { Samples, SplitIndices } from '../datasets/dataset.ts';
import { DatasetError } from '../datasets/dataset-error.ts';
import { dataName, type PreparedData, prepareDataset } from '../datasets/prepare-dataset.ts';
import type { Engine, EngineModel, NumericTensor } from '../engines/engine.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { recordedScaling } from '../runs/run-scaling.ts';
import { dataRequest } from './data-request.ts';
import { scoresMessage } from './epoch-scores.ts';
import { networkSamples } from './network-samples.ts';
import { type TrainingPlan, trainingPlan } from './plan.ts';
import { requireFit } from './require-fit.ts';
import { feedPlan } from './run-training.ts';
import { scoreOf } from './trainer.ts';
import { lazyWeightStore } from './weight-store-of.ts';

/** A part of a data set's samples. */
export type SplitPart = keyof SplitIndices;

/** What a run's weights are tried on. */
export interface RunBasis extends Pick<RunRecord, 'seed' | 'batchSize'> {
  readonly dataset: Pick<RunRecord['dataset'], 'name' | 'split' | 'inputs' | 'scale' | 'bytes'>;
}

/** Imported weights are tried on what the document's settings say. */
function importedBasis({ settings }: TrainingPlan): RunBasis {
  const { seed, batchSize, dataset, split } = settings;
  const [train, validation, test] = split;
  return { seed, batchSize, dataset: { name: dataset ?? '', split: [train, validation, test] } };
}

/** Samples with what a network says of them: one tensor per input or output of the network. */
export interface PredictedSamples extends Samples {
  readonly outputs: readonly NumericTensor[];
}

/** A run with weights, trained or imported, loaded into an engine. */
export class OpenRun {
  readonly record: RunBasis;
  readonly plan: TrainingPlan;
  private readonly model: EngineModel;
  private data: {
    readonly name: string;
    readonly mayLackTargets: boolean;
    readonly prepared: PreparedData;
  } | null = null;

  private constructor(record: RunBasis, plan: TrainingPlan, model: EngineModel) {
    this.record = record;
    this.plan = plan;
    this.model = model;
  }

  /**
   * Loads a run.
   *
   * @param engine where to
   * @param run its folder
   * @param which weights: of the last checkpoint or of the best epoch
   * @throws RunError when there is no run or it has no weights yet
   */
  static async load(engine: Engine, run: string, which: 'last' | 'best' = 'last'): Promise<OpenRun> {
    const folder = new RunFolder(run);
    const plan = trainingPlan(await folder.readDocument());
    const record = await folder.readAnyRecord();
    const basis = record.status === 'imported' ? importedBasis(plan) : record;
    const weights = lazyWeightStore(await folder.openWeights(which));
    const { graph, inference, learning } = plan;
    return new OpenRun(basis, plan, engine.build({ graph, inference, seed: basis.seed, learning, weights }));
  }

  /**
   * Loss and metrics on a part of a data set.
   *
   * @param dataset its name; by default the one it was trained on. Another one is split with the run's own split and seed
   * @param part which samples
   * @throws DatasetError when it does not exist or does not fit
   */
  async evaluate(
    part: SplitPart = 'test',
    dataset: string = this.record.dataset.name,
  ): Promise<ScoresMessage> {
    const { dataset: data, split } = await this.prepared(dataset);
    const feed = feedPlan(this.plan, data, this.record.batchSize);
    return scoresMessage(await scoreOf({ model: this.model, feed }, split[part]), this.plan);
  }

  /**
   * Predicts.
   *
   * @param inputs one tensor per network input, samples first
   * @returns one tensor per network output
   */
  predict(inputs: readonly NumericTensor[]): readonly NumericTensor[] {
    return this.model.predict(inputs);
  }

  /**
   * Predicts samples of a data set.
   *
   * @param part which samples
   * @param positions their places in that part, from 0
   * @param dataset its name; by default the one it was trained on. Arrays without targets are all taken as test samples, in their order
   * @returns the samples with their targets, none where they have none, and the network's outputs, by input and output of the network
   */
  async predictSamples(
    part: SplitPart,
    positions: readonly number[],
    dataset: string = this.record.dataset.name,
  ): Promise<PredictedSamples> {
    const { dataset: data, split } = await this.prepared(dataset, true);
    const indices = data.info.targets.length === 0 ? split.test : split[part];
    const chosen = positions.flatMap(position => indices[position] ?? []);
    const { inputs, targets } = networkSamples(this.plan, data.info, await data.read(chosen));
    return { inputs, targets, outputs: this.model.predict(inputs) };
  }

  /** Frees the engine's memory and closes the data. */
  dispose(): void {
    void this.data?.prepared.close();
    this.model.dispose();
  }

  private async prepared(given: string, mayLackTargets = false): Promise<PreparedData> {
    const name = dataName(given, process.cwd());
    if (name === '')
      throw new DatasetError(
        'dataset.unknown',
        'The run was not trained on a data set. Name one with --dataset.',
      );
    if (this.data?.name === name && this.data.mayLackTargets === mayLackTargets) return this.data.prepared;
    await this.data?.prepared.close();
    this.data = null;
    const { seed, dataset } = this.record;
    const prepared = await prepareDataset({
      ...dataRequest(this.plan, name),
      split: dataset.split,
      seed,
      scaling: recordedScaling(dataset),
      mayLackTargets,
    });
    requireFit(this.plan, prepared.dataset.info);
    this.data = { name, mayLackTargets, prepared };
    return prepared;
  }
}
