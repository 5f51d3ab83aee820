/** Names of files that hold data and never a network. */
const DATA = /\.(csv|tsv|npy|npz|idx[13]-ubyte|png|jpe?g|webp|bmp)$/i;

/**
 * What to do with a file that was given where a network is wanted, if it is one of data.
 *
 * @param name its name or path
 * @returns a sentence; null for any other file
 */
export function dataInsteadOfNetwork(name: string): string | null {
  return DATA.test(name)
    ? 'The file holds data, not a network. Choose it as the data set of a network, in Train or by --dataset.'
    : null;
}
