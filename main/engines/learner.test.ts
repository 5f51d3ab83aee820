import { loadJavaScriptEngine } from '../setup/load-tensorflow.ts';
import { learnerSuite } from './learner-suite.ts';

learnerSuite('training steps on the javascript engine', loadJavaScriptEngine);
