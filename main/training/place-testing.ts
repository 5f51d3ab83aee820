import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { temporaryFolder } from './testing.ts';

/** Where tests train. */
export interface TestPlace {
  readonly engine: Engine;
  /** A folder for their runs. */
  readonly directory: string;
}

/** JavaScript's engine and a folder for the tests of the present file or block, there when they run; the folder goes with the last of them. */
export function testPlace(): TestPlace {
  let engine: Engine | null = null;
  let directory = '';
  beforeAll(async () => {
    engine = await loadEngine('javascript');
    directory = await temporaryFolder();
  });
  afterAll(() => rm(directory, { recursive: true }));
  return {
    get engine() {
      if (!engine) throw new Error('The engine is there from the first test on.');
      return engine;
    },
    get directory() {
      return directory;
    },
  };
}
