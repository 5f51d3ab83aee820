// torchvision's networks with random weights, exported by both of torch's ONNX exporters, imported and given back: every tensor's shape
// as onnx.shape_inference says, as many elements of weights, equal outputs in ONNX Runtime. `--only=resnet18,...` takes these alone.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScripts } from './build.mjs';
import { ensurePython } from './environments.mjs';

const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'torchvision_files.py');
const NETWORKS =
  'alexnet vgg11_bn squeezenet1_1 resnet18 resnet50 resnext50_32x4d wide_resnet50_2 densenet121 googlenet inception_v3 mobilenet_v2 mobilenet_v3_small mnasnet0_5 shufflenet_v2_x0_5 efficientnet_b0 efficientnet_v2_s regnet_x_400mf regnet_y_400mf convnext_tiny vit_b_16 swin_t swin_v2_t maxvit_t';
/** Largest difference of outputs, by their largest value or 1. */
const LARGEST = 1e-5;

/** Answers whether all networks hold; prints a line for each file. */
export async function judgeTorchvision({ only = null } = {}) {
  const at = await buildScripts({ torchvision: 'judges/torchvision.ts' }, 'dist/judges/torchvision');
  const torch = ensurePython('torch');
  const onnx = ensurePython('keras');
  const run = (program, parameters) =>
    execFileSync(program, parameters, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, OMP_NUM_THREADS: '1' },
    });
  const answer = (program, parameters) => JSON.parse(run(program, parameters).trim().split('\n').at(-1));
  let holds = true;
  for (const name of only ?? NETWORKS.split(' ')) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'netloom-torchvision-'));
    try {
      try {
        run(torch, [script, 'export', name, folder]);
      } catch (error) {
        console.log(`     ${name}: torch could not export all: ${lastLine(error)}`);
      }
      for (const exporter of ['script', 'dynamo']) {
        const file = path.join(folder, `${name}-${exporter}.onnx`);
        if (!existsSync(file)) continue;
        const [back, table] = [path.join(folder, `${exporter}-back.onnx`), path.join(folder, 'table.json')];
        try {
          const ours = answer(process.execPath, [at('torchvision'), file, back, table]);
          const theirs = answer(onnx, [script, 'compare', file, back, table]);
          const [once, perReader] = theirs.elements;
          const counts = ours.parameters >= once && ours.parameters <= perReader;
          const isRight =
            theirs.difference <= LARGEST && theirs.wrongCount === 0 && theirs.compared > 0 && counts;
          holds &&= isRight;
          console.log(
            `${isRight ? 'ok  ' : 'FAIL'} ${name} ${exporter}: ${theirs.nodes} nodes, ${ours.layers} layers, ${ours.carried} carried, ${theirs.compared} shapes (${theirs.wrongCount} wrong), ${ours.parameters} elements (file ${once} to ${perReader}), difference ${theirs.difference.toExponential(1)}, ${ours.milliseconds} ms`,
          );
          for (const line of theirs.wrong) console.log(`       ${line}`);
        } catch (error) {
          holds = false;
          console.log(`FAIL ${name} ${exporter}: ${lastLine(error)}`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return holds;
}

function lastLine(error) {
  return String(error.stderr ?? error.message)
    .trim()
    .split('\n')
    .slice(-2)
    .join(' ')
    .slice(0, 400);
}
