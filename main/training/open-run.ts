import type { RunRecord, ScoresMessage } from '../../shared/contract/training.ts';
import { loadDataset } from '../datasets/catalog.ts';
import { type Dataset, gather, type SplitIndices, splitIndices } from '../datasets/dataset.ts';
import type { Engine, EngineModel, NumericTensor } from '../engines/engine.ts';
import { RunFolder } from '../runs/run-folder.ts';
import { type TrainingPlan, trainingPlan } from './plan.ts';
import { requireFit } from './require-fit.ts';
import { feedPlan } from './run-training.ts';
import { scoreOf, scoresMessage } from './trainer.ts';
import { weightStoreOf } from './weight-store-of.ts';

/** A part of a data set's samples. */
export type SplitPart = keyof SplitIndices;

/** A trained run, loaded into an engine. */
export class OpenRun {
  readonly record: RunRecord;
  readonly plan: TrainingPlan;
  private readonly model: EngineModel;

  private constructor(record: RunRecord, plan: TrainingPlan, model: EngineModel) {
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
    const record = await folder.readRecord();
    const plan = trainingPlan(await folder.readDocument());
    const weights = weightStoreOf(await folder.readWeights(which));
    const { graph, inference, learning } = plan;
    return new OpenRun(
      record,
      plan,
      engine.build({ graph, inference, seed: record.seed, learning, weights }),
    );
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
    const data = await this.data(dataset);
    const feed = feedPlan(this.plan, data, this.record.batchSize);
    return scoresMessage(scoreOf({ model: this.model, feed }, this.split(data)[part]), this.plan);
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
   * @param dataset its name; by default the one it was trained on
   * @returns the samples with their targets and the network's outputs
   */
  async predictSamples(
    part: SplitPart,
    positions: readonly number[],
    dataset: string = this.record.dataset.name,
  ): Promise<{ inputs: NumericTensor; targets: NumericTensor; outputs: readonly NumericTensor[] }> {
    const data = await this.data(dataset);
    const indices = this.split(data)[part];
    const chosen = positions.flatMap(position => indices[position] ?? []);
    const { inputs, targets } = gather(data, chosen);
    return { inputs, targets, outputs: this.model.predict([inputs]) };
  }

  /** Frees the engine's memory. */
  dispose(): void {
    this.model.dispose();
  }

  private split(data: Dataset): SplitIndices {
    return splitIndices(data.info.samples, this.record.dataset.split, this.record.seed);
  }

  private async data(name: string): Promise<Dataset> {
    const data = await loadDataset(name);
    requireFit(this.plan, data.info);
    return data;
  }
}
