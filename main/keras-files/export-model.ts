import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../package.json';
import type { ModelFormat } from '../../shared/contract/exports.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { describedWeights, initialWeightStore } from '../../shared/exporters/initial-weight-store.ts';
import { buildKerasModel } from '../../shared/exporters/keras/build-keras-model.ts';
import { kerasTraining } from '../../shared/exporters/keras/compile-config.ts';
import { kerasCode } from '../../shared/exporters/keras/keras-code.ts';
import { type Inference, inferDocument } from '../../shared/inference/infer.ts';
import { inSinglePrecision } from '../../shared/inference/single-precision.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import { writeTorchFiles } from '../pytorch/write-torch-files.ts';
import { type WritingOptions, writeStaged } from './staged-file.ts';
import { writeKeras, writeLegacyH5 } from './write-keras.ts';
import { writeWeightsFile } from './write-safetensors.ts';
import { writeTfjs } from './write-tfjs.ts';

/** What to export. */
export interface ExportModelRequest extends WritingOptions {
  readonly document: NetloomDocument;
  readonly format: ModelFormat;
  /** Path of the file. */
  readonly output: string;
  /** Learned weights; left out, the file holds the initial ones of the seed. */
  readonly weights?: WeightStore | undefined;
  readonly seed: number;
}

/** What each writer is given. */
interface Content {
  readonly document: NetloomDocument;
  readonly inference: Inference;
  readonly weights: WeightStore;
}

/** Writes into a folder; answers the names of the files, the main one first. */
type Writer = (
  folder: string,
  name: string,
  content: Content,
  options: WritingOptions,
) => Promise<readonly string[]>;

const WRITERS: Readonly<Record<ModelFormat, Writer>> = {
  keras: (folder, name, content, options) => writeKerasFile(writeKeras, folder, name, content, options),
  h5: (folder, name, content, options) => writeKerasFile(writeLegacyH5, folder, name, content, options),
  tfjs: (folder, name, { document, inference, weights }, options) =>
    writeTfjs(folder, name, buildKerasModel(document.name, inference), weights, options),
  'keras-code': writeKerasCode,
  pytorch: writeTorch,
  safetensors: writeWeights,
};

async function writeKerasFile(
  write: typeof writeKeras,
  folder: string,
  name: string,
  { document, inference, weights }: Content,
  options: WritingOptions,
): Promise<readonly string[]> {
  const model = buildKerasModel(document.name, inference);
  await write(
    path.join(folder, name),
    { model, weights, training: kerasTraining(document, inference) },
    options,
  );
  return [name];
}

/** The source, and its weights in a safetensors file of the same name beside it. */
async function writeKerasCode(
  folder: string,
  name: string,
  { document, inference, weights }: Content,
  options: WritingOptions,
): Promise<readonly string[]> {
  const model = buildKerasModel(document.name, inference);
  const weightsFile = `${path.parse(name).name}.safetensors`;
  const training = kerasTraining(document, inference);
  await writeFile(path.join(folder, name), kerasCode({ document, inference, model, training, weightsFile }));
  if (model.sources.every(source => source.weights.length === 0)) return [name];
  const list = model.sources.flatMap(source => source.weights);
  await writeWeightsFile(path.join(folder, weightsFile), list, weights, options);
  return [name, weightsFile];
}

async function writeTorch(
  folder: string,
  name: string,
  { document, inference, weights }: Content,
): Promise<readonly string[]> {
  const output = path.join(folder, name);
  const { files } = await writeTorchFiles({
    name: document.name,
    inference,
    output,
    weights,
    seed: 0,
    producer: `Netloom ${version}`,
  });
  return files.map(file => path.basename(file));
}

async function writeWeights(
  folder: string,
  name: string,
  { inference, weights }: Content,
  options: WritingOptions,
): Promise<readonly string[]> {
  const list = [...describedWeights(inference)].map(([store, { shape, dtype = 'float32' }]) => ({
    store,
    shape,
    dtype,
  }));
  await writeWeightsFile(path.join(folder, name), list, weights, options);
  return [name];
}

/**
 * Exports a network. The files appear under their names when they are whole; failure and cancellation leave nothing behind.
 *
 * @returns the files' paths, the main one first
 * @throws ExportError with a code and a sentence
 */
export async function exportModel(request: ExportModelRequest): Promise<readonly string[]> {
  const { document, format, output, seed, signal } = request;
  const inference = inSinglePrecision(inferDocument(document));
  const weights = request.weights ?? initialWeightStore(inference, seed);
  return writeStaged(output, signal, folder =>
    WRITERS[format](folder, path.basename(output), { document, inference, weights }, request),
  );
}
