import type { Tensor } from '../../shared/layers/tfjs-contract.ts';

/** A value that lives from step to step: a weight, a slot of the optimizer, sums of scores. */
export interface StateCell {
  /** The present value; not to be disposed. */
  read(): Tensor;
  /** Takes over a value; the caller's tensor stays its own. */
  write(value: Tensor): void;
}

/** An optimizer's update of one weight, told to who records the step. */
export interface UpdateNote {
  /** The rule's name. */
  readonly rule: string;
  /** The cell of the weight, which the update alone changes. */
  readonly weight: string;
  /** The cells of the slots, in the rule's order. */
  readonly slots: readonly string[];
  readonly gradient: Tensor;
  /** The numbers of the step. */
  readonly numbers: ReadonlyMap<string, Tensor>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Takes notes while a step is recorded. */
export interface StepNotes {
  update(note: UpdateNote): void;
}

/** What changes from step to step beside the batch, as tensors, so that a recorded step can be fed with it. */
export interface StepTensors {
  /** The step's number: one int32. */
  readonly step: Tensor;
  /** The optimizer's numbers: scalars by name. */
  readonly numbers: ReadonlyMap<string, Tensor>;
}
