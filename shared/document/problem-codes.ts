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
  'mask.ended': 'The mask of missing steps ends at a layer that does not pass it on.',
  'mask.refused': 'A mask of missing steps reaches a layer that cannot work with one.',
  'normalization.axis': 'Normalization runs over an axis other than the channels of the data format.',
  'initializer.zeros': 'A kernel that starts at zero: all units stay equal and learn nothing.',
  'activation.not-differentiable': 'The activation has no gradient; a straight-through estimate trains it.',
  'activation.missing': 'Two fully connected layers without a non-linearity between them are one.',
  'activation.saturates': 'Many sigmoids in a row let the gradient vanish.',
  'bias.redundant': 'A bias before a normalization that takes it off again.',
  'bias.regularized': 'A penalty on a bias, which constrains the output instead of the weights.',
  'branch.dead': 'Layers that lead to no output of the network.',
  'dataset.classes': 'The output has another width than the targets of the chosen data set.',
  'dense.huge': 'A fully connected layer on a flattened image holds most of the weights.',
  'dropout.output': 'A dropout or noise layer disturbs the outputs themselves.',
  'flatten.missing':
    'The network ends in fully connected layers on an image that nothing flattened or pooled.',
  'initializer.gain': 'The initializer does not keep the size of signals through this activation.',
  'loss.mismatch': 'The loss does not suit the activation of the output.',
  'softmax.twice': 'A softmax or sigmoid works on what is a probability already.',
  'window.padding': 'Parts of a window meet nothing but padding.',
  'window.skips': 'The stride is larger than the window: some elements are never read.',
} as const;

/** A stable problem code. */
export type ProblemCode = keyof typeof PROBLEM_CODES;
