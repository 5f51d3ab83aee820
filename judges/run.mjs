// `npm run judges [-- NAME...] [--update]`: what Keras, PyTorch, onnx's checker and ONNX Runtime say of our figures. Needs Python 3.10 or
// newer; makes its own environments. `--update` writes golden files and results that changed, `--only=NAME,...` asks about these groups
// of layers or networks alone, `--all` about every case where a judge else takes a sample, `--continue` goes on with a family of networks.
// Exit 1 when a judge disagrees.
import { judgeApplications } from './applications.mjs';
import { judgeBattery } from './battery.mjs';
import { judgeImportedCode } from './imported-code.mjs';
import { judgeKerasCode } from './keras-code.mjs';
import { judgeKills } from './kills.mjs';
import { judgeLayers } from './layers.mjs';
import { judgeMasking } from './masking.mjs';
import { judgeMutations } from './mutations.mjs';
import { judgeNetworks } from './networks.mjs';
import { judgeOnnx } from './onnx.mjs';
import { judgeOnnxCases } from './onnx-cases.mjs';
import { judgeOptimizers } from './optimizers.mjs';
import { judgePytorch } from './pytorch.mjs';
import { judgeResume } from './resume.mjs';
import { judgeSeveralOutputs } from './several-outputs.mjs';
import { judgeTorchvision } from './torchvision.mjs';
import { judgeTraining } from './training.mjs';
import { judgeZoo } from './zoo.mjs';

/** Every judge: its name, and a function that tells whether it agrees. */
const JUDGES = {
  applications: judgeApplications,
  battery: judgeBattery,
  'imported-code': judgeImportedCode,
  'keras-code': judgeKerasCode,
  kills: judgeKills,
  layers: judgeLayers,
  masking: judgeMasking,
  mutations: judgeMutations,
  networks: judgeNetworks,
  onnx: judgeOnnx,
  'onnx-cases': judgeOnnxCases,
  optimizers: judgeOptimizers,
  pytorch: judgePytorch,
  resume: judgeResume,
  'resume-webgpu': options => judgeResume(options, 'webgpu'),
  'several-outputs': judgeSeveralOutputs,
  torchvision: judgeTorchvision,
  training: judgeTraining,
  zoo: judgeZoo,
};

const update = process.argv.includes('--update');
const all = process.argv.includes('--all');
const goOn = process.argv.includes('--continue');
const only =
  process.argv
    .find(argument => argument.startsWith('--only='))
    ?.slice('--only='.length)
    .split(',') ?? null;
const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const unknown = names.find(name => !(name in JUDGES));
if (unknown !== undefined) {
  console.error(`There is no judge "${unknown}"; there are ${Object.keys(JUDGES).join(', ')}.`);
  process.exit(2);
}

const failed = [];
for (const name of names.length > 0 ? names : Object.keys(JUDGES)) {
  const started = Date.now();
  console.log(`== ${name}`);
  const holds = await JUDGES[name]({ update, only, all, goOn }).catch(error => {
    console.log(error.message);
    return false;
  });
  if (!holds) failed.push(name);
  console.log(
    `${name}: ${failed.includes(name) ? 'FAILED' : 'ok'}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
process.exitCode = failed.length > 0 ? 1 : 0;
