import { z } from 'zod';
import { dataSettingsSchema } from './data-settings.ts';
import type { Json } from './json.ts';
import {
  checkpointsSchema,
  earlyStoppingSchema,
  layerRatesSchema,
  optimizerSchema,
  outputTrainingSchema,
  plateauSchema,
  scheduleSchema,
} from './learning-settings.ts';

/** The version of the document format that this code writes. */
export const DOCUMENT_VERSION = 2;

/** The longest name a node, block, port or document may have. */
const MAX_NAME = 200;

/** The most points that a wire may be led through. */
export const MAX_VIA = 100;

/** A JSON value. */
export const jsonSchema: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(jsonSchema),
    z.record(z.string(), jsonSchema),
  ]),
);

/**
 * A node's name: the identity of the layer in the file, the summary, ONNX and generated code. Letters, digits and
 * `_ - . /`, not beginning with a dot or a slash.
 */
export const nodeNameSchema = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_\-./]*$/,
    'a name has letters, digits, _ - . / and begins with a letter, a digit or _',
  );

/** One layer (or block) on the canvas. */
const nodeSchema = z.strictObject({
  /** The layer type, or `block:NAME` for a use of a named sub-graph. */
  type: z.string().min(1).max(MAX_NAME),
  /** Only the parameters that differ from the default. */
  parameters: z.record(z.string(), jsonSchema).optional(),
  /** Another node of the same type whose weights this one uses (the same layer called twice). */
  weightsOf: nodeNameSchema.optional(),
  /** False: frozen, its weights do not train. */
  trainable: z.literal(false).optional(),
  /** True: passed over, as if the wire went through. */
  bypass: z.literal(true).optional(),
  /** True: drawn as its title line only. */
  collapsed: z.literal(true).optional(),
  /** For a block: how many times in sequence (default 1). */
  repeat: z.number().int().min(1).max(10_000).optional(),
  /** For a repeated block: true when the copies use the same weights. */
  shared: z.literal(true).optional(),
});

const point = z.tuple([z.number(), z.number()]);

/** A wire from an output port to an input port; ports count from 0 and 0 is left out in the file. */
const edgeSchema = z.strictObject({
  from: nodeNameSchema,
  fromPort: z.number().int().min(1).optional(),
  to: nodeNameSchema,
  toPort: z.number().int().min(1).optional(),
  /** The points that it is led through on the canvas, in canvas pixels from source to target; says nothing of the network. */
  via: z.array(point).min(1).max(MAX_VIA).optional(),
});

const nodesSchema = z.record(nodeNameSchema, nodeSchema);

/** A named sub-graph: its InputLayer nodes are its input ports in the order given, `outputs` names the nodes it gives out. */
const blockSchema = z.strictObject({
  inputs: z.array(nodeNameSchema),
  outputs: z.array(nodeNameSchema),
  nodes: nodesSchema,
  edges: z.array(edgeSchema),
  /** Top-left corners of the nodes when the block is open, in canvas pixels; left out: laid out when it is opened. */
  positions: z.record(nodeNameSchema, point).optional(),
});

/** A titled rectangle around nodes. */
const frameSchema = z.strictObject({
  title: z.string().max(1000),
  /** x, y, width, height in canvas pixels. */
  box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  color: z.string().max(50).optional(),
});

/** A free text on the canvas. */
const noteSchema = z.strictObject({ text: z.string().max(100_000), box: frameSchema.shape.box });

/** How the network is trained; what is left out takes the default of training-defaults.ts. */
const trainingSchema = z.strictObject({
  /** The name of a data set that comes along, or the path of a file or folder. */
  dataset: z.string().max(4096).optional(),
  /** How the samples are read, divided and prepared. */
  data: dataSettingsSchema.optional(),
  optimizer: optimizerSchema.optional(),
  /** Loss, weight and metrics per output node. */
  outputs: z.record(nodeNameSchema, outputTrainingSchema).optional(),
  epochs: z.number().int().min(1).max(1_000_000).optional(),
  batchSize: z.number().int().min(1).max(1_000_000).optional(),
  /** Fractions of training, validation and test. */
  split: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1)]).optional(),
  seed: z.number().int().min(0).max(4_294_967_295).optional(),
  /** How the learning rate changes over time; null stays. */
  schedule: scheduleSchema.nullable().optional(),
  /** Lowers the learning rate when nothing improves; null never. */
  reduceOnPlateau: plateauSchema.nullable().optional(),
  /** Learning rates per layer, as factors. */
  layerRates: layerRatesSchema.optional(),
  /** Stops when nothing improves; null never. */
  earlyStopping: earlyStoppingSchema.nullable().optional(),
  checkpoints: checkpointsSchema.optional(),
});

/** The document as a file holds it. */
export const documentSchema = z.strictObject({
  format: z.literal('netloom'),
  version: z.literal(DOCUMENT_VERSION),
  name: z.string().min(1).max(MAX_NAME),
  description: z.string().max(10_000).optional(),
  nodes: nodesSchema,
  edges: z.array(edgeSchema),
  /** The network's outputs in order; left out: every node without an outgoing wire. */
  outputs: z.array(nodeNameSchema).optional(),
  /** What an ONNX file that the network came from had otherwise than it would be written; kept in the files that are given back. */
  onnx: z
    .strictObject({
      /** Order of the inputs; those that are not named follow as the outputs reach them. */
      inputs: z.array(nodeNameSchema).optional(),
      /** Names of inputs and outputs in the file, where no layer can have them (`serving_default_x:0`). */
      names: z.record(nodeNameSchema, z.string().min(1).max(1000)).optional(),
      /** The version of its operator set, where another spells out operators in steps that half precision rounds. */
      opset: z.number().int().min(1).max(100).optional(),
    })
    .optional(),
  blocks: z.record(nodeNameSchema, blockSchema).optional(),
  frames: z.array(frameSchema).optional(),
  notes: z.array(noteSchema).optional(),
  /** Top-left corners of the nodes in canvas pixels. */
  positions: z.record(nodeNameSchema, point),
  training: trainingSchema.optional(),
});

/** A Netloom document: a network with its place on the canvas and its training settings. Immutable. */
export type NetloomDocument = DeepReadonly<z.infer<typeof documentSchema>>;
/** One layer or block of a document. */
export type DocumentNode = DeepReadonly<z.infer<typeof nodeSchema>>;
/** A wire. */
export type DocumentEdge = DeepReadonly<z.infer<typeof edgeSchema>>;
/** A named sub-graph. */
export type DocumentBlock = DeepReadonly<z.infer<typeof blockSchema>>;
/** Training settings as stored. */
export type TrainingSettings = DeepReadonly<z.infer<typeof trainingSchema>>;
/** Optimizer settings as stored. */
export type OptimizerSettings = DeepReadonly<z.infer<typeof optimizerSchema>>;
/** Loss, weight and metrics of one output. */
export type OutputTraining = DeepReadonly<z.infer<typeof outputTrainingSchema>>;
export type Frame = DeepReadonly<z.infer<typeof frameSchema>>;
export type Note = DeepReadonly<z.infer<typeof noteSchema>>;
/** A point on the canvas, x and y in pixels. */
export type Point = readonly [number, number];

type DeepReadonly<T> = Json extends T
  ? T
  : T extends (infer U)[]
    ? T extends [unknown, ...unknown[]]
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : readonly DeepReadonly<U>[]
    : T extends object
      ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
      : T;

/** An empty document. */
export function emptyDocument(name: string): NetloomDocument {
  return { format: 'netloom', version: DOCUMENT_VERSION, name, nodes: {}, edges: [], positions: {} };
}
