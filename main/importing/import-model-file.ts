import path from 'node:path';
import { ImportError, type ImportedNetwork } from '../../shared/importers/imported-network.ts';
import { importOnnx } from '../../shared/importers/onnx/import-onnx.ts';
import { detectFormat, noModel } from './detect-format.ts';
import { importKerasFile } from './keras-files/import-keras-file.ts';
import { openModel } from './open-file.ts';

/** An imported network whose weights are read from its file until it is closed. */
export interface OpenNetwork extends ImportedNetwork {
  close(): void;
}

const EXTENSIONS: Readonly<Record<string, 'onnx' | 'keras'>> = {
  '.onnx': 'onnx',
  '.keras': 'keras',
  '.h5': 'keras',
  '.hdf5': 'keras',
  '.json': 'keras',
};

/**
 * Reads a model of another program. What it is, is told by its content.
 *
 * @param file its path
 * @throws ImportError with a sentence
 */
export async function importModelFile(file: string): Promise<OpenNetwork> {
  const kind = detectFormat(file);
  const network = kind === 'onnx' ? importOnnxFile(file) : await importKerasFile(file);
  const extension = path.extname(file).toLowerCase();
  const expected = EXTENSIONS[extension];
  if (expected === kind) return network;
  const note = `The file is named ${path.basename(file)}, but it is ${kind === 'onnx' ? 'an ONNX' : 'a Keras'} model; it was read as that.`;
  return { ...network, report: { ...network.report, warnings: [note, ...network.report.warnings] } };
}

function importOnnxFile(file: string): OpenNetwork {
  const files = openModel(file);
  try {
    const network = importOnnx(files, path.basename(file, path.extname(file)));
    return { ...network, close: () => files.close() };
  } catch (error) {
    files.close();
    if (
      error instanceof ImportError &&
      error.code === 'import.damaged' &&
      path.extname(file).toLowerCase() !== '.onnx'
    )
      throw noModel(file, error);
    throw error;
  }
}
