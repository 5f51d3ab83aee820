import { shuffled } from '../main/training/feed.ts';

/** Prints the order of the training samples of each epoch: `node orders.mjs SAMPLES SEED EPOCHS`. */
const [samples = 0, seed = 0, epochs = 0] = process.argv.slice(2).map(Number);
const indices = Int32Array.from({ length: samples }, (_, i) => i);
const orders = Array.from({ length: epochs }, (_, epoch) => [...shuffled(indices, seed, epoch)]);
console.log(JSON.stringify(orders));
