import { describe, it } from 'vitest';
import { defaultEngineName, loadEngine } from '../engines/load-engine.ts';
import { battery } from './battery-suite.ts';

const name = await defaultEngineName();

// The whole battery runs on native TensorFlow; where that is not set up, on the engine that is always there.
battery(`battery of layer types on the ${name} engine`, () => loadEngine(name));

if (name !== 'tensorflow')
  describe('battery of layer types on the tensorflow engine', () => {
    it.skip('not run: native TensorFlow is not set up here; `netloom setup` mends it', () => {});
  });
