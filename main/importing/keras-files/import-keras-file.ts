import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ImportFormat } from '../../../shared/contract/imports.ts';
import type { Json } from '../../../shared/document/json.ts';
import {
  ImportError,
  type ImportedNetwork,
  type ImportedWeight,
} from '../../../shared/importers/imported-network.ts';
import { importKerasConfig } from '../../../shared/importers/keras/import-keras-config.ts';
import { asObject, asText } from '../../../shared/importers/keras/model-config.ts';
import type { ByteSource } from '../../../shared/importers/onnx/byte-source.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import type { Hdf5File } from './hdf5-file.ts';
import { matchedWeights } from './matched-weights.ts';
import { readJson } from './read-json.ts';
import { tfjsWeights } from './tfjs-weights.ts';
import { kerasWeights, legacyWeights, type WeightFile } from './weight-files.ts';
import { fileSource, openArchive } from './zip-file.ts';

/** The library for HDF5 takes longer to start than most files to read, so that only files that need it wait for it. */
const openHdf5 = async (source: ByteSource): Promise<Hdf5File> =>
  (await import('./hdf5-file.ts')).openHdf5(source);

/** The largest config file. */
const MAX_CONFIG = 256 * 1024 * 1024;

/** An imported network whose weights are read from the file until it is closed. */
export interface OpenImport extends ImportedNetwork {
  /** Closes the file; no weight can be read afterwards. */
  close(): void;
}

/** What a model file holds beside its weights. */
interface ModelFile {
  readonly format: ImportFormat;
  readonly producer: string;
  readonly config: Json;
  /** Null where the file has none. */
  readonly weights: WeightFile | null;
  close(): void;
}

/**
 * Reads a Keras model: .keras, a whole model in .h5, a config in JSON, or a tfjs layers model (model.json with its weights files beside it).
 * What it is, is told by its first bytes. Nothing in it is run, and no code is looked up by a name in it.
 *
 * @param file the file's path
 * @throws ImportError
 */
export async function importKerasFile(file: string): Promise<OpenImport> {
  const model = await openModel(file);
  try {
    const { weights } = model;
    const imported = importKerasConfig(model.config, place =>
      (weights?.tensorsOf(place) ?? []).map(({ key, shape, tensor }) => ({
        name: key,
        shape,
        dtype: tensor.dtype,
      })),
    );
    const inference = inferDocument(imported.document);
    const matched = weights
      ? matchedWeights(inference, imported.places, weights)
      : { weights: [], missing: [], unknown: [] };
    const warnings = [...imported.warnings];
    if (matched.missing.length > 0)
      warnings.push(
        `For ${matched.missing.length} weights the file holds none of that name and shape, so they begin anew: ${matched.missing.slice(0, 5).join(', ')}${matched.missing.length > 5 ? ', ...' : ''}.`,
      );
    if (matched.unknown.length > 0)
      warnings.push(
        `The weights of ${matched.unknown.slice(0, 5).join(', ')}${matched.unknown.length > 5 ? ', ...' : ''} were left out: the shape of the input is not known behind a layer that is carried. Save the model as .keras, which tells shapes, or set the carried layer's outputs.`,
      );
    return {
      document: imported.document,
      weights: matched.weights,
      report: {
        format: model.format,
        producer: model.producer,
        opsets: {},
        entries: [...imported.entries],
        parameters: elementsOf(matched.weights),
        computed: 0,
        warnings,
      },
      close: model.close,
    };
  } catch (error) {
    model.close();
    throw error;
  }
}

function elementsOf(weights: readonly ImportedWeight[]): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
}

async function openModel(file: string): Promise<ModelFile> {
  const fd = openSync(file, 'r');
  let isKept = false;
  try {
    const { size } = fstatSync(fd);
    const source = fileSource(fd, 0, size);
    const start = Buffer.from(source.read(0, Math.min(size, 8)));
    if (start.toString('latin1', 0, 2) === 'PK') return await openKeras(file);
    if (start.toString('latin1') === '\x89HDF\r\n\x1a\n') {
      const opened = await openHdf5(source);
      isKept = true;
      return legacyModel(opened, () => {
        opened.close();
        closeSync(fd);
      });
    }
    if (size > MAX_CONFIG)
      throw new ImportError(
        'import.too-large',
        `The file has ${size} bytes; a config of at most ${MAX_CONFIG} is read.`,
      );
    return jsonModel(readJson(readFileSync(fd, 'utf8'), path.basename(file)), path.dirname(file));
  } finally {
    if (!isKept) closeSync(fd);
  }
}

/** A .keras file: config.json, metadata.json, model.weights.h5. */
async function openKeras(file: string): Promise<ModelFile> {
  const archive = await openArchive(file);
  let hdf5: Hdf5File | null = null;
  const close = () => {
    hdf5?.close();
    archive.close();
  };
  try {
    const config = await archive.text('config.json');
    if (config === null)
      throw new ImportError(
        'import.format',
        'The zip file holds no config.json, so it is no .keras file. Save the model with model.save("name.keras").',
      );
    const metadata = asObject(readJson((await archive.text('metadata.json')) ?? '{}', 'metadata.json'));
    const version = asText(metadata?.keras_version);
    const stored = await archive.source('model.weights.h5');
    if (stored) hdf5 = await openHdf5(stored);
    return {
      format: 'keras',
      producer: version === null ? 'Keras' : `Keras ${version}`,
      config: readJson(config, 'config.json'),
      weights: hdf5 ? kerasWeights(hdf5.root) : null,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** A whole model in HDF5: the config is an attribute. */
function legacyModel(opened: Hdf5File, close: () => void): ModelFile {
  try {
    const { root } = opened;
    const config = root.attribute('model_config');
    if (typeof config !== 'string')
      throw new ImportError(
        'import.format',
        'The HDF5 file holds weights but no model: it was saved with save_weights(). Save the whole model with model.save(...).',
      );
    const version = root.attribute('keras_version');
    const layers = root.groups.get('model_weights');
    return {
      format: 'h5',
      producer: typeof version === 'string' ? `Keras ${version}` : 'Keras',
      config: readJson(config, 'model_config'),
      weights: layers ? legacyWeights(layers) : null,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function jsonModel(raw: Json, folder: string): ModelFile {
  const root = asObject(raw);
  const topology = asObject(root?.modelTopology);
  if (root?.format === 'graph-model' || (topology && 'node' in topology))
    throw new ImportError(
      'import.unsupported',
      'The model.json is a tfjs graph model: TensorFlow operators without layers. Convert the original model to a layers model (tensorflowjs_converter --output_format tfjs_layers_model), or to ONNX.',
    );
  const isTfjs = topology !== null || root?.weightsManifest !== undefined;
  const entry = topology ? (asObject(topology.model_config) ?? topology) : root;
  const version =
    asText(topology?.keras_version) ?? asText(entry?.keras_version) ?? asText(root?.keras_version);
  const generator = asText(root?.generatedBy);
  return {
    format: isTfjs ? 'tfjs' : 'keras-config',
    producer: generator ?? (version === null ? (isTfjs ? 'TensorFlow.js' : 'Keras') : `Keras ${version}`),
    config: raw,
    weights: isTfjs && root?.weightsManifest !== undefined ? tfjsWeights(root.weightsManifest, folder) : null,
    close: () => {},
  };
}
