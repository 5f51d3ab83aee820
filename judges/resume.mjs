// Runs that are broken off within an epoch and go on, against runs that nobody disturbs: every optimizer on several networks, native
// TensorFlow; and on WebGPU, on one network. Weights, the optimizer's state and all figures must be equal bit for bit.
// docs/resilience.md has the tables.
import { spawnSync } from 'node:child_process';
import { buildScripts } from './build.mjs';

/** Answers whether every pair of runs came to the same end; prints the table. `--only=adam,lion` asks about these optimizers. */
export async function judgeResume({ only = null } = {}, engine = 'tensorflow') {
  const scripts = { resume: 'judges/resume.ts', 'gpu-thread': 'app/worker/gpu-thread.ts' };
  const at = await buildScripts(scripts, 'dist/judges/resume');
  const { status } = spawnSync(process.execPath, [at('resume'), engine, at('gpu-thread'), ...(only ?? [])], {
    stdio: ['ignore', 'inherit', engine === 'webgpu' ? 'inherit' : 'ignore'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return status === 0;
}
