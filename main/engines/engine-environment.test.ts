import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { engineEnvironment } from './engine-environment.ts';

test.runIf(process.platform === 'linux')('a process that computes asks for large pages', () => {
  const script = 'console.log(process.env.GLIBC_TUNABLES)';
  const environment = engineEnvironment({ PATH: process.env.PATH });
  const told = execFileSync(process.execPath, ['-e', script], { env: environment, encoding: 'utf8' });
  expect(told.trim()).toBe('glibc.malloc.hugetlb=1');
});

test('what the user has set stays', () => {
  const own = { GLIBC_TUNABLES: 'glibc.malloc.arena_max=1' };
  expect(engineEnvironment(own)).toBe(own);
});
