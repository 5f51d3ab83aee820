// 50 trainings whose process is killed (-9) at seeded moments, begun and writing included, and a disk that fills up: each must be a
// sentence, a checkpoint that loads, and a run that goes on to the very weights of one that nobody disturbed. `npm run judges --
// kills [--only=COUNT,SEED]`; docs/resilience.md has the table.
import { spawnSync } from 'node:child_process';
import { buildScripts } from './build.mjs';

const KILLS = '50';
const SEED = '1';

/** Answers whether every run came to its end as if nothing had happened; prints a line for each kill. */
export async function judgeKills({ only = null } = {}) {
  const at = await buildScripts({ kills: 'judges/kills.ts' }, 'dist/judges/kills');
  const [kills = KILLS, seed = SEED] = only ?? [];
  const { status } = spawnSync(process.execPath, [at('kills'), kills, seed], { stdio: 'inherit' });
  return status === 0;
}
