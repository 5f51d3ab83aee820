import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { ImportError } from '../../shared/importers/imported-network.ts';
import { systemReason } from '../documents/file-error.ts';

/** Who reads a file. */
export type ModelKind = 'onnx' | 'keras';

const HEAD = 4096;
const text = new TextDecoder('latin1');

/**
 * Tells by a file's first bytes, not by its name, what it is.
 *
 * @param file its path
 * @throws ImportError with a sentence for what is no model that can be read: nothing, a web page, a Git LFS pointer, a pickle, ...
 */
export function detectFormat(file: string): ModelKind {
  const head = firstBytes(file);
  const name = path.basename(file);
  const words = text.decode(head);
  if (head.length === 0) throw refused(`${name} is empty. Fetch it again.`);
  if (words.startsWith('version https://git-lfs'))
    throw refused(
      `${name} is a Git LFS pointer, not the model itself. Run "git lfs pull" in its repository, or download the file from its page.`,
    );
  if (/^\s*<\?xml/i.test(words) && !/<html/i.test(words))
    throw refused(`${name} is an XML file. ${ELSEWHERE}`);
  if (/^\s*(<!doctype html|<html|<head|<\?xml)/i.test(words))
    throw refused(
      `${name} is a web page, not a model: the download led to a page. Open the address in a browser and fetch the file itself.`,
    );
  if (
    isPickle(head) ||
    (words.startsWith('PK') && /\/?data\.pkl|\.data\/serialization_id|archive\/version/.test(words))
  )
    throw pickled(name);
  if (words.startsWith('PK') || words.startsWith('\x89HDF')) return 'keras';
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(words)) return 'keras';
  if (words.startsWith('\x93NUMPY')) throw refused(`${name} is a NumPy array, not a model.`);
  if (words.startsWith('GGUF'))
    throw refused(`${name} is a GGUF file, which Netloom does not read. Export the model as ONNX.`);
  if (words.slice(4, 8) === 'TFL3')
    throw refused(
      `${name} is a TensorFlow Lite file, which Netloom does not read. Convert it: python -m tf2onnx.convert --tflite ${name} --output model.onnx`,
    );
  if (/^\{["}\s]/.test(words.slice(8, 10)))
    throw refused(
      `${name} is a safetensors file: weights without a network. Open the network they belong to first.`,
    );
  if (head[0] === 0x1f && head[1] === 0x8b)
    throw refused(`${name} is compressed with gzip. Unpack it first.`);
  if (/^[\s!-~]{64}/.test(words)) throw refused(`${name} is a text file, not a model.`);
  return 'onnx';
}

/** What to do with models of programs that Netloom knows nothing of. */
const ELSEWHERE =
  'Netloom reads ONNX (.onnx), Keras (.keras, .h5, config .json) and tfjs (model.json); export the model as one of these.';

const PICKLED =
  'is a PyTorch or pickle file, which runs code when it is read; Netloom never does that. Export the model with torch.onnx.export.';

/** Formats that only their names tell: what they are, and how their models become ONNX. */
const BY_NAME: readonly (readonly [extensions: readonly string[], sentence: string])[] = [
  [
    ['.pb', '.pbtxt'],
    'is a TensorFlow graph, which Netloom does not read. Convert it: python -m tf2onnx.convert --graphdef FILE --inputs NAMES --outputs NAMES --output model.onnx (of a SavedModel: --saved-model FOLDER)',
  ],
  [['.pkl', '.pickle', '.pt', '.pth', '.joblib'], PICKLED],
  [
    ['.mlmodel', '.mlpackage'],
    'is a Core ML model, which Netloom does not read. Export the model that it was made from as ONNX, or convert it with onnxmltools (convert_coreml).',
  ],
  [
    ['.pdmodel', '.pdparams', '.pdiparams'],
    'is a PaddlePaddle model, which Netloom does not read. Convert it with paddle2onnx.',
  ],
  [
    ['.caffemodel', '.prototxt', '.t7', '.params', '.mnn', '.ncnn', '.bin', '.ckpt', '.index', '.npz'],
    `is no model that Netloom reads. ${ELSEWHERE}`,
  ],
];

/**
 * The refusal of a file that turned out to be no model that is read: by its name, how it can become one.
 *
 * @param file its path
 */
export function noModel(file: string, cause: unknown): ImportError {
  const extension = path.extname(file).toLowerCase();
  const [, sentence] = BY_NAME.find(([extensions]) => extensions.includes(extension)) ?? [];
  const said = sentence ?? `is no model that Netloom reads. ${ELSEWHERE}`;
  return new ImportError('import.format', `${path.basename(file)} ${said}`.replace(/([^.)])$/, '$1.'), {
    cause,
  });
}

/** The refusal of a pickle. */
export function pickled(name: string): ImportError {
  return refused(`${name} ${PICKLED}`);
}

function refused(message: string): ImportError {
  return new ImportError('import.format', message);
}

/** Protocol 2 and later of pickle: PROTO, the version, then an opcode that begins a model's object. */
function isPickle(head: Uint8Array): boolean {
  const [first, version = 0] = head;
  return first === 0x80 && version >= 2 && version <= 5;
}

function folderSentence(folder: string): string {
  if (existsSync(path.join(folder, 'saved_model.pb')))
    return `${folder} is a TensorFlow SavedModel, which Netloom does not read. Convert it: python -m tf2onnx.convert --saved-model ${folder} --output model.onnx`;
  if (path.extname(folder).toLowerCase() === '.mlpackage') return noModel(folder, null).message;
  return `${folder} is a folder. Choose a file in it: .onnx, .keras, .h5 or model.json.`;
}

function firstBytes(file: string): Uint8Array {
  try {
    if (statSync(file).isDirectory()) throw refused(folderSentence(file));
    const handle = openSync(file, 'r');
    try {
      const bytes = new Uint8Array(HEAD);
      return bytes.subarray(0, readSync(handle, bytes, 0, HEAD, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError('import.read', `${file} cannot be read: ${systemReason(error)}.`, { cause: error });
  }
}
