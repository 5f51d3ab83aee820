import { existsSync } from 'node:fs';
import { mutatedFormats } from '../main/importing/mutated-formats-suite.ts';
import { readMutations } from '../main/importing/mutation-suite.ts';

/**
 * Reads damaged files of one format: `node mutations.mjs GOLDEN_FOLDER FORMAT FROM COUNT FOLDER MARK`; writes one JSON line. FOLDER is where
 * they are laid down; MARK, a path that does not exist, is asked for when everything of the program itself is loaded, so that whoever
 * watches the process knows from where on to count.
 */
const [golden = '', name = '', from = '0', count = '0', folder = '', mark = ''] = process.argv.slice(2);
const format = (await mutatedFormats(golden))[name];
if (!format) throw new Error(`There is no format ${name}.`);
const seeds = { from: Number(from), count: Number(count) };
const result = await readMutations(format, seeds, folder, () => void existsSync(mark));
existsSync(mark);
console.log(JSON.stringify({ ...result, memory: Math.round(process.resourceUsage().maxRSS / 1024) }));
