import { loadEngine } from '../engines/load-engine.ts';
import { battery } from './battery-suite.ts';

/** So many cases of each type; the whole battery runs on the other engine. */
const CASES_PER_TYPE = 4;

battery(
  'battery on the javascript engine',
  () => loadEngine('javascript'),
  cases => cases.filter((_, i) => i % Math.ceil(cases.length / CASES_PER_TYPE) === 0),
);
