import { tfjsEngine } from '../engines/tfjs-engine.ts';
import { loadTensorFlow } from '../setup/load-tensorflow.ts';
import { battery } from './battery-suite.ts';
import { javaScriptEngine } from './testing.ts';

// The whole battery runs on native TensorFlow; where that is not set up, on the engine that is always there.
battery('battery of layer types', async () => {
  try {
    const tf = await loadTensorFlow();
    return tfjsEngine(tf as never, 'tensorflow', tf.version['tfjs-node'] ?? '');
  } catch {
    return javaScriptEngine();
  }
});
