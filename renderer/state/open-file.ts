import { dataInsteadOfNetwork } from '../../shared/document/data-files.ts';
import { parseDocument } from '../../shared/document/serialize.ts';
import { loadPlaced, mayLeaveDocument } from './document-files.ts';
import { importFiles, importModel, prepareImport } from './import-model.ts';
import { baseName, isModelFile, isWeightsFile, MODEL_KINDS } from './model-files.ts';
import { tell } from './notices.ts';
import { chooseFile } from './requests.ts';
import { call, sentenceOf } from './service.ts';
import { useWeightsFile } from './weights-file.ts';

/**
 * Opens a file, after asking about unsaved work: a network of Netloom, or a model of another program, which is imported.
 * Failures are told as a notice.
 *
 * @param path as the service understands it; null lets the user choose
 * @returns whether it was opened
 */
export async function openFile(path: string | null): Promise<boolean> {
  if (path !== null && isWeightsFile(path)) return useWeightsFile.getState().load(path);
  if (!(await mayLeaveDocument())) return false;
  if (path === null) prepareImport();
  const chosen =
    path ??
    (await chooseFile({
      mode: 'open',
      title: 'Open a network',
      kinds: ['netloom', ...MODEL_KINDS],
      suggestedName: '',
    }));
  if (chosen === null) return false;
  if (isWeightsFile(chosen)) return useWeightsFile.getState().load(chosen);
  if (isModelFile(chosen)) return importModel(chosen);
  try {
    const opened = await call('documents.open', { path: chosen });
    await loadPlaced(parseDocument(opened.text), { path: opened.path, stamp: opened.stamp });
    return true;
  } catch (error) {
    tell(`${chosen} could not be opened: ${dataInsteadOfNetwork(chosen) ?? sentenceOf(error)}`, 'error');
    return false;
  }
}

/**
 * Opens files that were dropped on the window or chosen from the user's own machine. A model may come with the files of its
 * weights; of several networks the first is opened.
 *
 * @returns whether one was opened
 */
export async function openBrought(files: readonly File[]): Promise<boolean> {
  const network = files.find(file => /\.netloom$/i.test(file.name));
  const model = files.find(file => isModelFile(file.name));
  const weights = files.find(file => isWeightsFile(file.name));
  const path = pathOf(network ?? model ?? weights);
  if (path !== null) return openFile(path);
  if (network) return openText(network);
  if (model) return (await mayLeaveDocument()) && importFiles(model, files);
  if (weights) return useWeightsFile.getState().bring(weights);
  const [first] = files;
  if (first)
    tell(
      dataInsteadOfNetwork(first.name) === null
        ? `${first.name} cannot be opened here: Netloom reads .netloom, .onnx, .keras, .h5, model.json and .safetensors.`
        : `${first.name} could not be opened: ${dataInsteadOfNetwork(first.name)}`,
      'error',
    );
  return false;
}

/** Where a file is on the machine of the desktop's service; null where only its content can be had. */
function pathOf(file: File | undefined): string | null {
  const path: unknown = file ? Reflect.get(file, 'path') : null;
  return typeof path === 'string' && path !== '' ? path : null;
}

async function openText(file: File): Promise<boolean> {
  if (!(await mayLeaveDocument())) return false;
  try {
    const document = parseDocument(await file.text());
    await loadPlaced(document, { path: null, stamp: null, isUnsaved: true });
    return true;
  } catch (error) {
    tell(`${baseName(file.name)} could not be opened: ${sentenceOf(error)}`, 'error');
    return false;
  }
}
