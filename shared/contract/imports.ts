import { z } from 'zod';
import { method } from './protocol.ts';

/** The model formats that are read. */
export const IMPORT_FORMATS = ['onnx', 'keras', 'h5', 'keras-config', 'tfjs'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** What became of one part of an imported file. */
export const importEntrySchema = z.strictObject({
  /**
   * `layer`: became a layer (or several); `block`: became a block that can be opened; `operator`: carried unchanged as an operator node;
   * `folded`: constants and shape arithmetic computed away; `changed`: kept with a difference that the note tells;
   * `refused`: left out, the note tells why.
   */
  kind: z.enum(['layer', 'block', 'operator', 'folded', 'changed', 'refused']),
  /** The part of the file: `Conv "features.0"`, `BatchNormalization "bn1"`. */
  source: z.string(),
  /** The layers of the document that hold it. */
  layers: z.array(z.string()),
  /** A sentence where there is something to tell; empty otherwise. */
  note: z.string(),
});
export type ImportEntry = z.infer<typeof importEntrySchema>;

/** What an import made of a file. */
export const importReportSchema = z.strictObject({
  format: z.enum(IMPORT_FORMATS),
  /** Maker and version as the file tells: `pytorch 2.15.0`, `Keras 3.15.1`; empty where it does not. */
  producer: z.string(),
  /** ONNX's operator sets by domain (`''` is ONNX's own); empty for other formats. */
  opsets: z.record(z.string(), z.number().int()),
  entries: z.array(importEntrySchema),
  /** Elements of the file's floating-point weights; constants of its computations do not count. */
  parameters: z.number(),
  /** Elements of floating-point constants of its computations (masks, tables) that are kept beside them as weights. */
  computed: z.number(),
  /** Sentences on the whole file. */
  warnings: z.array(z.string()),
});
export type ImportReport = z.infer<typeof importReportSchema>;

/** The document made from a foreign file, where its weights were put, and what became of what. */
export const importResultSchema = z.strictObject({
  /** The document in its file form. */
  text: z.string(),
  /** The run folder with the weights; null where the file has none (a Keras config). */
  run: z.string().nullable(),
  report: importReportSchema,
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** The weights of a network that was shown already could not be copied to its run, which is gone. */
export const weightsLostSchema = z.strictObject({
  run: z.string(),
  /** The file that they came from. */
  file: z.string(),
  sentence: z.string(),
});

/** Reading models of other programs. */
export const IMPORT_METHODS = {
  /** Says that the user is about to choose a file: the process that will read it is started meanwhile. */
  'import.prepare': method(z.strictObject({}), z.strictObject({})),
  /**
   * Reads a model file in a process of its own, with limits on time and memory. The weights go to a run of the (unsaved) document: they
   * are copied after the answer, and every call that names the run waits for them.
   */
  'import.model': method(z.strictObject({ path: z.string() }), importResultSchema),
  /** Ends the imports of a file that are under way; nothing is left of them. */
  'import.cancel': method(z.strictObject({ path: z.string() }), z.strictObject({})),
  /**
   * Brings a piece of a file from the window's machine: its first piece makes the file, later ones are appended. Files of one
   * `folder` stand side by side, as a model and its weights must; `import.model` removes the folder when it is done.
   */
  'import.upload': method(
    z.strictObject({
      /** Null for a new folder; else what an earlier answer said. */
      folder: z.string().nullable(),
      /** The file's name, without folders. */
      name: z.string().max(255),
      /** Bytes that are there already: the piece goes behind them. */
      offset: z.number().int().nonnegative(),
      base64: z.base64(),
    }),
    z.strictObject({ folder: z.string(), path: z.string() }),
  ),
} as const;
