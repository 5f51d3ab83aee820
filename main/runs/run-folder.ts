import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Epoch, epochSchema } from '../../shared/contract/runs.ts';
import {
  type ImportedRecord,
  importedRecordSchema,
  type RunRecord,
  runRecordSchema,
} from '../../shared/contract/training.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { parseDocument, serializeDocument } from '../../shared/document/serialize.ts';
import { RunError } from './run-error.ts';
import {
  type LazyTensor,
  openSafetensors,
  readSafetensors,
  type TensorFile,
  type TensorReader,
  writeLazyTensors,
  writeSafetensors,
} from './safetensors.ts';
import { writeAtomically } from './write-atomically.ts';

type Tensors = TensorFile['tensors'];

const RECORD = 'run.json';
const DOCUMENT = 'document.netloom';
const METRICS = 'metrics.jsonl';
const WEIGHTS = 'weights.safetensors';
const BEST = 'best.safetensors';
/** What the training gives in the end where that is not its last step: the best epoch's weights, or their moving averages. */
const FINAL = 'final.safetensors';
const OPTIMIZER = /^optimizer-\d+-\d+\.safetensors$/;

/** Where a run stands: whole epochs done, and batches of the next one. */
export interface Position {
  readonly epoch: number;
  readonly batch: number;
}

/** What a resume needs. */
export interface Checkpoint {
  readonly position: Position;
  readonly weights: Tensors;
  readonly optimizer: Tensors;
  /** How many steps the engine made at a time; null in checkpoints of earlier versions. Another grouping may round differently. */
  readonly stepsPerCall: number | null;
}

const anyRecordSchema = z.union([importedRecordSchema, runRecordSchema]);

/** The folder of one run: record, document as trained, metrics, weights of the last and of the best checkpoint. */
export class RunFolder {
  readonly path: string;

  /** @param folder its path; need not exist yet */
  constructor(folder: string) {
    this.path = folder;
  }

  /** Makes the folder with its record and the document. */
  async create(record: RunRecord | ImportedRecord, document: NetloomDocument): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await this.writeDocument(document);
    await this.writeRecord(record);
  }

  /**
   * The record of a run that was trained.
   *
   * @throws RunError when there is no run, its record is damaged, or its weights were imported
   */
  async readRecord(): Promise<RunRecord> {
    const record = await this.readAnyRecord();
    if (record.status !== 'imported') return record;
    throw new RunError(
      'run.mismatch',
      `${this.path} holds the weights of ${record.source.file}, which were not trained here. Start a new training from them instead.`,
    );
  }

  /**
   * The record of a run, trained or imported.
   *
   * @throws RunError when there is no run, or its record is damaged
   */
  async readAnyRecord(): Promise<RunRecord | ImportedRecord> {
    const text = await readFile(this.file(RECORD), 'utf8').catch(() => {
      throw new RunError('run.not-found', `There is no training run at ${this.path}.`);
    });
    const parsed = anyRecordSchema.safeParse(parseJson(text));
    if (!parsed.success)
      throw new RunError('run.damaged', `${this.file(RECORD)} is damaged: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }

  async writeRecord(record: RunRecord | ImportedRecord): Promise<void> {
    await writeText(this.file(RECORD), `${JSON.stringify(record, null, 2)}\n`);
  }

  /** Replaces the document: a resumed run may go on with other settings. */
  async writeDocument(document: NetloomDocument): Promise<void> {
    await writeText(this.file(DOCUMENT), serializeDocument(document));
  }

  /** Removes files that were being written when a process was killed; call it only while nobody writes. */
  async removeLeftovers(): Promise<void> {
    const files = await readdir(this.path);
    const left = files.filter(file => file.startsWith('.') && file.endsWith('.tmp'));
    await Promise.all(left.map(file => rm(this.file(file), { force: true })));
  }

  /** The document as it was trained. */
  async readDocument(): Promise<NetloomDocument> {
    return parseDocument(await readFile(this.file(DOCUMENT), 'utf8'));
  }

  /** The epochs recorded so far, in order. A torn last line is passed over. */
  async readMetrics(): Promise<readonly Epoch[]> {
    const text = await readFile(this.file(METRICS), 'utf8').catch(() => '');
    const lines = text.split('\n').filter(line => line !== '');
    return lines.flatMap(line => {
      const parsed = epochSchema.safeParse(parseJson(line));
      return parsed.success ? [parsed.data] : [];
    });
  }

  async writeMetrics(epochs: readonly Epoch[]): Promise<void> {
    await writeText(this.file(METRICS), epochs.map(epoch => `${JSON.stringify(epoch)}\n`).join(''));
  }

  /**
   * Writes a checkpoint. The rename of the weights is the moment from which it counts: the optimizer's state, which belongs to
   * exactly these weights, is written before under a name of its own, and older states are removed afterwards.
   */
  async writeCheckpoint({ position, weights, optimizer, stepsPerCall }: Checkpoint): Promise<void> {
    const state = optimizerFile(position);
    await writeSafetensors(this.file(state), optimizer);
    const steps = stepsPerCall === null ? {} : { stepsPerCall: String(stepsPerCall) };
    await writeSafetensors(this.file(WEIGHTS), weights, { ...metadata(position), ...steps });
    const files = await readdir(this.path);
    const old = files.filter(file => OPTIMIZER.test(file) && file !== state);
    await Promise.all(old.map(file => rm(this.file(file), { force: true })));
  }

  /** The last checkpoint; null before the first. */
  async readCheckpoint(): Promise<Checkpoint | null> {
    const weights = await this.tryRead(WEIGHTS);
    if (!weights) return null;
    const position = {
      epoch: Number(weights.metadata.epoch ?? 0),
      batch: Number(weights.metadata.batch ?? 0),
    };
    const optimizer = await this.tryRead(optimizerFile(position));
    if (!optimizer)
      throw new RunError(
        'run.damaged',
        `${this.path} lacks the optimizer's state for its weights, so it cannot be resumed.`,
      );
    const stepsPerCall = Number(weights.metadata.stepsPerCall ?? 0) || null;
    return { position, weights: weights.tensors, optimizer: optimizer.tensors, stepsPerCall };
  }

  async writeBest(position: Position, weights: Tensors): Promise<void> {
    await writeSafetensors(this.file(BEST), weights, metadata(position));
  }

  /** Writes weights that the training gives in the end instead of those of its last step, from which a resume goes on. */
  async writeFinal(position: Position, weights: Tensors): Promise<void> {
    await writeSafetensors(this.file(FINAL), weights, metadata(position));
  }

  /** Forgets what {@link RunFolder.writeFinal} wrote: the training goes on. */
  async removeFinal(): Promise<void> {
    await rm(this.file(FINAL), { force: true });
  }

  /**
   * The trained weights.
   *
   * @param which what the training gave in the end, or those of the best epoch
   * @throws RunError before the first checkpoint
   */
  async readWeights(which: 'last' | 'best' = 'last'): Promise<Tensors> {
    const file = (await this.tryRead(which === 'best' ? BEST : FINAL)) ?? (await this.tryRead(WEIGHTS));
    if (!file) throw new RunError('run.no-weights', `The run ${this.path} has no weights yet.`);
    return file.tensors;
  }

  /**
   * The weights of which single ones are read.
   *
   * @param which what the training gave in the end, or those of the best epoch
   * @throws RunError before the first checkpoint
   */
  async openWeights(which: 'last' | 'best' = 'last'): Promise<TensorReader> {
    const names = [which === 'best' ? BEST : FINAL, WEIGHTS];
    for (const name of names) {
      const found = await openSafetensors(this.file(name)).catch(orNull);
      if (found) return found;
    }
    throw new RunError('run.no-weights', `The run ${this.path} has no weights yet.`);
  }

  /** Writes the weights of an imported network, one after the other. */
  async writeImported(weights: readonly LazyTensor[]): Promise<void> {
    await writeLazyTensors(this.file(WEIGHTS), weights, metadata({ epoch: 0, batch: 0 }));
  }

  private file(name: string): string {
    return path.join(this.path, name);
  }

  private async tryRead(name: string): Promise<TensorFile | null> {
    return await readSafetensors(this.file(name)).catch(orNull);
  }
}

/** A file that is not there is no error. */
function orNull(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}

function optimizerFile({ epoch, batch }: Position): string {
  return `optimizer-${epoch}-${batch}.safetensors`;
}

function metadata({ epoch, batch }: Position): Readonly<Record<string, string>> {
  return { format: 'netloom', epoch: String(epoch), batch: String(batch) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writeText(file: string, text: string): Promise<void> {
  await writeAtomically(file, handle => handle.writeFile(text));
}
