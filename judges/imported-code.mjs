// Source generated of imported networks: torchvision's by way of ONNX, keras.applications' by way of .keras. PyTorch and Keras run it: as
// many parameters as the file has, and the original's own outputs. `npm run judges -- imported-code --only=resnet18,ResNet50`;
// `--update` keeps the figures.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { readPython } from './environments.mjs';
import { keepResults, oneDigit } from './results.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const script = path.join(here, 'imported_code.py');
const TORCHVISION =
  'resnet18 mobilenet_v2 mobilenet_v3_small densenet121 googlenet squeezenet1_1 efficientnet_b0 regnet_y_400mf shufflenet_v2_x0_5 convnext_tiny vit_b_16 swin_t';
const APPLICATIONS = 'MobileNetV2 ResNet50 EfficientNetB0';
/** Largest difference of outputs by their standard deviation. */
const LARGEST = 1e-4;

/** Answers whether all code computes what the original does; prints a line for each network. */
export async function judgeImportedCode({ only = null, update = false } = {}) {
  const at = await buildScripts({ code: 'judges/imported-code.ts' }, 'dist/judges/imported-code');
  const networks = [
    ...TORCHVISION.split(' ').map(name => ({ name, library: 'torch', file: 'model.onnx' })),
    ...APPLICATIONS.split(' ').map(name => ({ name, library: 'keras', file: 'model.keras' })),
  ];
  let holds = true;
  for (const network of networks) {
    if (only !== null && !only.includes(network.name)) continue;
    const figures = judgeOne(at('code'), network);
    holds &&= figures !== null;
    if (figures && update) keepResults('imported-code', makers(), { [network.name]: figures });
  }
  return holds;
}

function makers() {
  const keras = name => JSON.parse(readPython(name, [path.join(here, 'keras_code.py'), '--version']));
  return [keras('keras'), keras('torch')];
}

/** The figures of a network; null where a judge disagrees. */
function judgeOne(importer, { name, library, file }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-imported-'));
  try {
    readPython(library, [script, library, name, folder]);
    const ours = importFile(importer, folder, file);
    const said = readPython('torch', [path.join(here, 'torch_code.py'), path.join(folder, 'torch')]);
    const torch = lastLine(said);
    // TensorFlow's processors cannot run channels-first layers; Keras on PyTorch can.
    const answers = readPython(library, [
      path.join(here, 'keras_code.py'),
      path.join(folder, 'keras'),
      '0',
      '1',
    ])
      .trim()
      .split('\n')
      .map(JSON.parse);
    const findings = answers.flatMap(({ format, error, params, difference }) => {
      if (error) return [`Keras ${format}: ${error}`];
      if (params !== ours.params) return [`Keras ${format}: ${params} parameters, ours ${ours.params}`];
      return difference <= LARGEST ? [] : [`Keras ${format}: outputs differ by ${difference}`];
    });
    if (torch.passed !== 1) findings.push(`PyTorch: ${said.trim().split('\n')[0]}`);
    if (library === 'torch' && ours.params !== ours.parameters + ours.computed)
      findings.push(
        `${ours.params} parameters; the file has ${ours.parameters}, and ${ours.computed} numbers of constants`,
      );
    const [code, back] = answers.map(({ difference }) => difference?.toExponential(1));
    console.log(
      `${findings.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${ours.layers} layers, ${ours.carried} carried, ${ours.params} parameters; PyTorch code ${torch.largest.toExponential(1)}, Keras code ${code}, .keras ${back}`,
    );
    for (const finding of findings) console.log(`       ${finding}`);
    if (findings.length > 0) return null;
    const [ofCode, ofFile] = answers.map(({ difference }) => oneDigit(difference));
    const { layers, params } = ours;
    return { layers, params, torch: oneDigit(torch.largest), code: ofCode, keras: ofFile };
  } catch (error) {
    console.log(`FAIL ${name}: ${error.message}`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function importFile(importer, folder, file) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [importer, folder, file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-6).join('\n'));
  return lastLine(stdout);
}

const lastLine = text => JSON.parse(text.trim().split('\n').at(-1));
