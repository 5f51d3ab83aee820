/** The codes of what can be wrong with data. */
export type DatasetErrorCode =
  | 'dataset.unknown'
  | 'dataset.mismatch'
  | 'dataset.format'
  | 'dataset.empty'
  | 'dataset.broken'
  | 'dataset.one-class'
  | 'dataset.labels'
  | 'dataset.nan'
  | 'dataset.range'
  | 'dataset.target'
  | 'dataset.missing'
  | 'dataset.scaling'
  | 'dataset.text'
  | 'dataset.shape'
  | 'dataset.objects'
  | 'dataset.memory'
  | 'dataset.changed'
  | 'dataset.vanished';

/** A data set that does not exist, cannot be read or does not fit; the message is a sentence for the user. */
export class DatasetError extends Error {
  readonly code: DatasetErrorCode;
  constructor(code: DatasetErrorCode, message: string) {
    super(message);
    this.name = 'DatasetError';
    this.code = code;
  }
}
