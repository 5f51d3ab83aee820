import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { compileConfig, type KerasTraining } from '../../shared/exporters/keras/compile-config.ts';
import { functionalConfig } from '../../shared/exporters/keras/functional-config.ts';
import type { KerasModel } from '../../shared/exporters/keras/keras-model.ts';
import { kerasFilePlaces, legacyFilePlaces } from '../../shared/exporters/keras/weight-places.ts';
import type { WeightStore } from '../../shared/layers/weight-store.ts';
import type { WritingOptions } from './staged-file.ts';
import type { Attributes, writeHdf5 as WriteHdf5 } from './write-hdf5.ts';

/** The library for HDF5 takes long to start: only who writes such a file waits for it. */
const writeHdf5: typeof WriteHdf5 = async (...call) => (await import('./write-hdf5.ts')).writeHdf5(...call);

/** The version of Keras whose formats are written. */
const KERAS_VERSION = '3.15.1';
const WEIGHTS = 'model.weights.h5';

/** What a Keras file is written from. */
export interface KerasFileContent {
  readonly model: KerasModel;
  readonly weights: WeightStore;
  /** How the model is compiled when loaded; null for not at all. */
  readonly training: KerasTraining | null;
}

/**
 * Writes a .keras file: a zip archive of config.json, metadata.json and the weights, uncompressed as Keras's own.
 *
 * @param target the file
 * @throws ExportError
 */
export async function writeKeras(
  target: string,
  { model, weights, training }: KerasFileContent,
  options: WritingOptions = {},
): Promise<void> {
  const weightsFile = `${target}.${WEIGHTS}`;
  const layers = kerasFilePlaces(model);
  const attributes = new Map<string, Attributes>([
    ['vars', { name: model.name }],
    ...layers.map(layer => [`${layer.group}/vars`, { name: layer.source.name }] as const),
  ]);
  try {
    await writeHdf5(weightsFile, { model, layers, attributes }, weights, options);
    const config = {
      module: 'keras.src.models.functional',
      class_name: 'Functional',
      config: functionalConfig(model),
      registered_name: 'Functional',
      build_config: { input_shape: null },
      ...(training ? { compile_config: compileConfig(training) } : {}),
    };
    const metadata = { keras_version: KERAS_VERSION, date_saved: savedAt(new Date()) };
    await writeZip(target, weightsFile, { 'metadata.json': metadata, 'config.json': config });
  } finally {
    await rm(weightsFile, { force: true });
  }
}

async function writeZip(
  target: string,
  weightsFile: string,
  texts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const zip = new ZipFile();
  const stored = { compress: false };
  for (const [name, value] of Object.entries(texts))
    zip.addBuffer(Buffer.from(JSON.stringify(value)), name, stored);
  zip.addFile(weightsFile, WEIGHTS, stored);
  zip.end();
  const failed = once(zip, 'error').then(([error]) => Promise.reject(error));
  await Promise.race([pipeline(zip.outputStream, createWriteStream(target)), failed]);
}

/** Keras's form of a time: 2025-01-31@23:59:59. */
function savedAt(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', '@');
}

/**
 * Writes a legacy .h5 file (Keras's and tf.keras's form before .keras).
 *
 * @param target the file
 * @throws ExportError
 */
export async function writeLegacyH5(
  target: string,
  { model, weights, training }: KerasFileContent,
  options: WritingOptions = {},
): Promise<void> {
  const layers = legacyFilePlaces(model);
  const attributes = new Map<string, Attributes>([
    [
      '',
      {
        backend: 'tensorflow',
        keras_version: KERAS_VERSION,
        model_config: JSON.stringify({ class_name: 'Functional', config: functionalConfig(model) }),
        ...(training ? { training_config: JSON.stringify(trainingConfig(training)) } : {}),
      },
    ],
    [
      'model_weights',
      {
        backend: 'tensorflow',
        keras_version: KERAS_VERSION,
        layer_names: layers.map(layer => layer.source.name),
      },
    ],
    ['model_weights/top_level_model_weights', { weight_names: [] }],
    ...layers.map(
      layer => [layer.group, { weight_names: layer.weights.map(({ path: name }) => name) }] as const,
    ),
  ]);
  await writeHdf5(target, { model, layers, attributes }, weights, options);
}

function trainingConfig(training: KerasTraining): Readonly<Record<string, unknown>> {
  const { optimizer, ...rest } = compileConfig(training);
  return { ...rest, optimizer_config: optimizer };
}

/** Whether a path asks for the legacy form. */
export function isLegacyPath(target: string): boolean {
  return ['.h5', '.hdf5'].includes(path.extname(target).toLowerCase());
}
