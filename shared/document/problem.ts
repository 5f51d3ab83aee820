import type { DocumentEdit } from './edits.ts';
import type { ProblemCode } from './problem-codes.ts';

/** How bad a problem is: an error leaves shapes unknown below it, a warning does not. */
export type Severity = 'error' | 'warning' | 'info';

/** A one-click remedy: a short imperative title and the edits that carry it out as one undo step. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly DocumentEdit[];
}

/** Something wrong with a layer or the network, said in one sentence with the received and the expected values. */
export interface Problem {
  /** Stable and quotable, e.g. `shape.rank`; all of them stand in problem-codes.ts. */
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** The node concerned; null for the whole network. */
  readonly layer: string | null;
  readonly message: string;
  readonly fix?: Fix;
}
