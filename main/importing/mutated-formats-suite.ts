import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { summarize } from '../../shared/analysis/summary.ts';
import { DocumentFormatError } from '../../shared/document/document-format-error.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { ImportError } from '../../shared/importers/imported-network.ts';
import { ENCODER_SAMPLES } from '../../shared/importers/onnx/blocks/encoder-samples.ts';
import { ONNX_SAMPLES } from '../../shared/importers/onnx/onnx-samples.ts';
import { ATTENTION_SAMPLES } from '../../shared/importers/onnx/patterns/attention/attention-samples.ts';
import { onnxBytes, type TestModel } from '../../shared/importers/onnx/testing.ts';
import { inferDocument } from '../../shared/inference/infer.ts';
import { TEMPLATES } from '../../shared/templates/index.ts';
import xorMlp from '../../shared/templates/xor-mlp.ts';
import { matchWeights } from '../runs/match-weights.ts';
import { openSafetensors, SafetensorsError } from '../runs/safetensors.ts';
import { importModelFile } from './import-model-file.ts';

/** A file to damage, and what stands beside it. */
export interface SampleFile {
  readonly bytes: Uint8Array;
  /** Whether it asks for files outside its folder: refused even when whole. */
  readonly isHostile?: boolean;
}

/** A format whose files are damaged. */
export interface MutatedFormat {
  /** Name of the file. */
  readonly name: string;
  /** The first is whole and right. */
  readonly samples: readonly SampleFile[];
  /** Files that stand in the same folder. */
  readonly beside: Readonly<Record<string, Uint8Array>>;
  /** Reads the file as the product does, everything in it. */
  read(file: string): Promise<void>;
  /** Whether an error is a refusal in a sentence of that format's door. */
  isRefusal(error: unknown): boolean;
}

const MODELS = ['nested', 'recurrent', 'attention', 'frozen', 'custom'];
/** Where hostile files look for weights: above the folder, anywhere, by way of a folder. */
const OUTSIDE = ['../few.bin', '/etc/hostname', '..\\few.bin', 'down/few.bin', '../../few.bin'];

/**
 * Small files of every format that Netloom reads.
 *
 * @param golden the folder with models that Keras saved
 */
export async function mutatedFormats(golden: string): Promise<Readonly<Record<string, MutatedFormat>>> {
  const archives = await Promise.all(MODELS.map(model => membersOf(path.join(golden, `${model}.keras`))));
  const model = { read: readModel, isRefusal: (error: unknown) => error instanceof ImportError };
  return {
    onnx: {
      ...model,
      name: 'model.onnx',
      samples: [
        ...[...ONNX_SAMPLES, ...ATTENTION_SAMPLES, ...ENCODER_SAMPLES].map(([, sample]) => ({
          bytes: onnxBytes(sample),
        })),
        { bytes: onnxBytes(externalModel('few.bin')) },
        ...OUTSIDE.map(place => ({ bytes: onnxBytes(externalModel(place)), isHostile: true })),
      ],
      beside: { 'few.bin': new Uint8Array(64) },
    },
    keras: {
      ...model,
      name: 'model.keras',
      samples: await Promise.all(archives.map(async members => ({ bytes: await stored(members) }))),
      beside: {},
    },
    h5: {
      ...model,
      name: 'model.h5',
      samples: MODELS.slice(0, 4).map(name => ({
        bytes: gunzipSync(readFileSync(path.join(golden, `${name}.h5.gz`))),
      })),
      beside: {},
    },
    'keras-config': {
      ...model,
      name: 'model.json',
      samples: archives.map(members => ({ bytes: members['config.json'] ?? new Uint8Array(0) })),
      beside: {},
    },
    tfjs: {
      ...model,
      name: 'model.json',
      samples: [
        ...['uint8', 'uint16', 'float16', null].flatMap(quantized => [
          { bytes: jsonBytes(tfjsModel(['few.bin'], quantized)) },
          { bytes: jsonBytes(tfjsModel(['first.bin', 'few.bin'], quantized)) },
        ]),
        ...OUTSIDE.map(place => ({ bytes: jsonBytes(tfjsModel([place], 'uint8')), isHostile: true })),
      ],
      beside: { 'few.bin': new Uint8Array(32), 'first.bin': new Uint8Array(5) },
    },
    safetensors: {
      name: 'weights.safetensors',
      samples: [{ bytes: safetensorsBytes() }],
      beside: {},
      read: readWeights,
      isRefusal: error => error instanceof SafetensorsError,
    },
    netloom: {
      name: 'network.netloom',
      samples: TEMPLATES.map(template => ({ bytes: Buffer.from(serializeDocument(template.build())) })),
      beside: {},
      read: readNetwork,
      isRefusal: error => error instanceof DocumentFormatError,
    },
  };
}

async function readModel(file: string): Promise<void> {
  const network = await importModelFile(file);
  try {
    for (const weight of network.weights) weight.read();
  } finally {
    network.close();
  }
}

/** The network that the safetensors file has weights of. */
const owner = xorMlp.build();

async function readWeights(file: string): Promise<void> {
  const { tensors } = await openSafetensors(file);
  for (const { tensor } of matchWeights(owner, inferDocument(owner), tensors).matched) tensor.read();
  for (const tensor of tensors.values()) tensor.read();
}

async function readNetwork(file: string): Promise<void> {
  const document = parseDocument(await readFile(file, 'utf8'));
  summarize(inferDocument(document), document.name);
  serializeDocument(document);
}

/** A Dense spelled out, its kernel in another file. */
function externalModel(location: string): TestModel {
  return {
    inputs: [['x', ['N', 3]]],
    outputs: [['y', null]],
    nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], outputs: ['y'] }],
    initializers: [{ name: 'w', shape: [3, 4], external: { location, offset: '8', length: '48' } }],
  };
}

/** A tfjs model, its weights in several files one after the other. */
function tfjsModel(paths: readonly string[], quantized: string | null) {
  const quantization = quantized === null ? undefined : { dtype: quantized, scale: 0.5, min: -1 };
  return {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'few',
        layers: [
          { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 3] } },
          { class_name: 'Dense', config: { name: 'fc', units: 2, activation: 'relu' } },
        ],
      },
    },
    weightsManifest: [
      {
        paths,
        weights: [
          { name: 'fc/kernel', shape: [3, 2], dtype: 'float32', quantization },
          { name: 'fc/bias', shape: [2], dtype: 'float32' },
        ],
      },
    ],
  };
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Tensors of several types, some of them of the network's weights. */
function safetensorsBytes(): Uint8Array {
  const header = {
    __metadata__: { format: 'pt', maker: 'test' },
    'hidden/kernel': { dtype: 'F32', shape: [2, 8], data_offsets: [0, 64] },
    'hidden/bias': { dtype: 'F16', shape: [8], data_offsets: [64, 80] },
    'output.weight': { dtype: 'BF16', shape: [1, 8], data_offsets: [80, 96] },
    steps: { dtype: 'I64', shape: [], data_offsets: [96, 104] },
    nothing: { dtype: 'F32', shape: [0, 3], data_offsets: [104, 104] },
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, Buffer.alloc(104, 1)]);
}

async function membersOf(file: string): Promise<Readonly<Record<string, Uint8Array>>> {
  const zip = await openPromise(file, { autoClose: false });
  const members: Record<string, Uint8Array> = {};
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    members[entry.fileName] = Buffer.concat(pieces);
  }
  zip.close();
  return members;
}

/** As Keras writes it: uncompressed, so that damage reaches the HDF5 library. */
async function stored(members: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(members))
    zip.addBuffer(Buffer.from(content), name, { compress: false });
  zip.end();
  const pieces: Buffer[] = [];
  zip.outputStream.on('data', (piece: Buffer) => pieces.push(piece));
  await once(zip.outputStream, 'end');
  return Buffer.concat(pieces);
}
