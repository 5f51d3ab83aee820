import { numberParser } from '../controls/index.ts';

/** Reads the factor of a learning rate in the range of the document's schema. */
export const parseRateFactor = numberParser({ min: 0, exclusive: true, max: 1e6 });
