// Runs that are broken off within an epoch and go on, against runs that nobody disturbs: every optimizer on several networks, native
// TensorFlow. Weights, the optimizer's state and all figures must be equal bit for bit. docs/resilience.md has the table.
import { spawnSync } from 'node:child_process';
import { buildScripts } from './build.mjs';

/** Answers whether every pair of runs came to the same end; prints the table. `--only=adam,lion` asks about these optimizers. */
export async function judgeResume({ only = null } = {}) {
  const at = await buildScripts({ resume: 'judges/resume.ts' }, 'dist/judges/resume');
  const { status } = spawnSync(process.execPath, [at('resume'), ...(only ?? [])], {
    stdio: ['ignore', 'inherit', 'ignore'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return status === 0;
}
