import type { RunRecord } from '../../shared/contract/training.ts';
import { buildGraph, type Graph } from '../../shared/document/graph.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { type CompleteTraining, completeTraining } from '../../shared/document/training-defaults.ts';
import { type Inference, inferGraph } from '../../shared/inference/infer.ts';
import type { NodeInference } from '../../shared/inference/node-inference.ts';
import { inSinglePrecision } from '../../shared/inference/single-precision.ts';
import { learningWords } from '../../shared/training/learning-words.ts';
import type { LearningPlan } from '../engines/engine.ts';

/** A document made ready for training or evaluation. */
export interface TrainingPlan {
  readonly document: NetloomDocument;
  readonly graph: Graph;
  readonly inference: Inference;
  /** The network's outputs in order. */
  readonly outputs: readonly NodeInference[];
  readonly settings: CompleteTraining;
  readonly learning: LearningPlan;
}

/** Flattens, infers and completes the settings of a document. */
export function trainingPlan(document: NetloomDocument): TrainingPlan {
  const inference = inSinglePrecision(inferGraph(buildGraph(document)));
  const { graph } = inference;
  const outputs = graph.outputs.flatMap(name => inference.nodes.get(name) ?? []);
  const settings = completeTraining(document, outputs);
  const learning: LearningPlan = {
    optimizer: settings.optimizer,
    outputs: outputs.flatMap(output => settings.outputs[output.name] ?? []),
    seed: settings.seed,
    layerRates: settings.layerRates,
  };
  return { document, graph, inference, outputs, settings, learning };
}

/** The record of a run that is about to begin; the worker fills in the engine's version and the data's identity. */
export function newRecord(
  plan: TrainingPlan,
  dataset: RunRecord['dataset'],
  engine: RunRecord['engine'],
): RunRecord {
  const { settings, document } = plan;
  return {
    format: 'netloom-run',
    version: 1,
    document: document.name,
    status: 'running',
    reason: null,
    dataset,
    engine,
    learning: learningWords(settings),
    seed: settings.seed,
    batchSize: settings.batchSize,
    epochs: settings.epochs,
    epochsDone: 0,
    bestEpoch: null,
    test: null,
    started: Date.now(),
    duration: 0,
    pid: process.pid,
  };
}
