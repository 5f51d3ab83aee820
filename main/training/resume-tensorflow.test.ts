import { describeNative } from '../engines/recording/native-testing.ts';
import { tfjsEngine } from '../engines/tfjs-engine.ts';
import { describeResume } from './resume-suite.ts';

describeNative('recorded steps', tf =>
  describeResume('tensorflow', () => tfjsEngine(tf, 'tensorflow', tf.version_core)),
);
