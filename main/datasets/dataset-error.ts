/** The codes of what can be wrong with data, each with its meaning. */
export const DATASET_ERROR_CODES = {
  'dataset.unknown': 'There is no data set, file or folder of this name.',
  'dataset.format': 'The file is of no form that is read, or damaged.',
  'dataset.objects': 'An array holds Python objects, which could run programs when read.',
  'dataset.memory': 'The data need more memory than the budget allows.',
  'dataset.missing': 'An input or output of the network has no array or column.',
  'dataset.target':
    'The targets cannot be told, or a column or array that was chosen is not there or serves twice.',
  'dataset.scaling': 'A scaling is set for what is no input, or for numbers that may not be scaled.',
  'dataset.shape': 'Arrays or pictures do not fit together.',
  'dataset.mismatch': 'The data do not fit the inputs and outputs of the network.',
  'dataset.text': 'A column of text stands where numbers or classes are needed.',
  'dataset.broken': 'Files or lines cannot be read, and are not to be skipped.',
  'dataset.empty': 'There are no samples, or none are left.',
  'dataset.nan': 'Numbers are missing or not finite.',
  'dataset.range': 'Numbers that the network looks up in a table lie outside of it.',
  'dataset.labels': 'Labels lie outside the classes.',
  'dataset.one-class': 'All samples are of one class.',
  'dataset.changed': 'The data are no longer those that the run began with.',
  'dataset.vanished': 'The data went away while they were read.',
} as const;
export type DatasetErrorCode = keyof typeof DATASET_ERROR_CODES;

/** A data set that does not exist, cannot be read or does not fit; the message is a sentence for the user. */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  constructor(code: DatasetErrorCode, message: string) {
    super(message);
    this.name = 'DatasetError';
    this.code = code;
  }
}
