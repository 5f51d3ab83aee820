/**
 * Every problem code with the words that the reference page shows. A code is stable: scripts and people quote it.
 * A new kind of problem gets its line here.
 */
export const PROBLEM_CODES = {
  'layer.type': 'The layer type is not known to this version.',
  'layer.weights-of':
    'A layer that takes over the weights of another one must be of the same type and fit its shapes.',
  'parameter.value': 'A parameter has a value outside its range or of the wrong kind.',
  'parameter.unknown': 'The layer type has no parameter of this name.',
  'parameter.conflict': 'Two parameters contradict each other.',
  'input.missing': 'An input of the layer has no wire.',
  'input.unused': 'An input of the network leads nowhere.',
  'graph.cycle': 'The wires form a loop.',
  'graph.no-input': 'The network has no input layer.',
  'graph.edge': 'A wire begins or ends at a layer or port that does not exist.',
  'graph.block': 'A block refers to itself or to a block that does not exist.',
  'shape.rank': 'The input has the wrong number of axes for this layer.',
  'shape.channels': 'The number of channels is unknown or does not divide as the layer needs.',
  'shape.kernel': 'The window is larger than the (padded) input.',
  'shape.mismatch': 'The inputs of a merging layer do not fit together.',
  'shape.reshape': 'The number of elements before and after differs.',
  'shape.axis': 'An axis is outside the input.',
  'shape.dtype': 'The input has the wrong element type.',
  'shape.unknown': 'An extent that the layer needs is unknown.',
  'normalization.axis': 'Normalization runs over an axis other than the channels of the data format.',
  'initializer.zeros': 'A kernel that starts at zero: all units stay equal and learn nothing.',
  'activation.not-differentiable': 'The activation has no gradient; a straight-through estimate trains it.',
} as const;

/** A stable problem code. */
export type ProblemCode = keyof typeof PROBLEM_CODES;
