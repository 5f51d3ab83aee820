import { battery } from './battery-suite.ts';
import { javaScriptEngine } from './testing.ts';

/** So many cases of each type; the whole battery runs on the other engine. */
const CASES_PER_TYPE = 4;

battery('battery on the javascript engine', javaScriptEngine, cases =>
  cases.filter((_, i) => i % Math.ceil(cases.length / CASES_PER_TYPE) === 0),
);
