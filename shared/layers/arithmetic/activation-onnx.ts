import type { OnnxGraph } from '../onnx-contract.ts';
import type { ActivationName } from './activation-names.ts';

/** SELU's constants. Source: Klambauer et al. 2017; Keras 3 activations.selu. */
const SELU = { alpha: 1.6732632423543772, gamma: 1.0507009873554805 };

/**
 * Writes an activation (Keras 3's meaning) as ONNX nodes.
 *
 * @param graph the graph under construction
 * @param name the activation
 * @param x the tensor's name
 * @param rank the tensor's rank; softmax and log_softmax run over the last axis
 * @returns the output's name (x itself for linear)
 */
export function emitActivation(graph: OnnxGraph, name: ActivationName, x: string, rank: number): string {
  const scalar = (value: number) => graph.constant([value], 'float32', []);
  switch (name) {
    case 'linear':
      return x;
    case 'step':
      return graph.node('Cast', [graph.node('GreaterOrEqual', [x, scalar(0)])], { to: { int: 1 } });
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'hard_sigmoid':
      return graph.node('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'relu':
      return graph.node('Relu', [x]);
    case 'relu6':
      return graph.node('Clip', [x, scalar(0), scalar(6)]);
    case 'leaky_relu':
      return graph.node('LeakyRelu', [x], { alpha: { float: 0.2 } });
    case 'elu':
      return graph.node('Elu', [x], { alpha: { float: 1 } });
    case 'selu':
      return graph.node('Selu', [x], { alpha: { float: SELU.alpha }, gamma: { float: SELU.gamma } });
    case 'softplus':
      return graph.node('Softplus', [x]);
    case 'softsign':
      return graph.node('Softsign', [x]);
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    case 'gelu': {
      if (graph.opset >= 20) return graph.node('Gelu', [x]);
      const erf = graph.node('Erf', [graph.node('Mul', [x, scalar(Math.SQRT1_2)])]);
      const half = graph.node('Mul', [x, scalar(0.5)]);
      return graph.node('Mul', [half, graph.node('Add', [erf, scalar(1)])]);
    }
    case 'celu':
      return graph.node('Celu', [x], { alpha: { float: 1 } });
    case 'hard_silu': {
      if (graph.opset >= 14) return graph.node('HardSwish', [x]);
      const gate = graph.node('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
      return graph.node('Mul', [x, gate]);
    }
    case 'mish':
      return graph.opset >= 18
        ? graph.node('Mish', [x])
        : graph.node('Mul', [x, graph.node('Tanh', [graph.node('Softplus', [x])])]);
    case 'log_sigmoid':
      return graph.node('Neg', [graph.node('Softplus', [graph.node('Neg', [x])])]);
    case 'hard_tanh':
      return graph.node('Clip', [x, scalar(-1), scalar(1)]);
    case 'hard_shrink':
      return graph.node('Shrink', [x], { lambd: { float: 0.5 }, bias: { float: 0 } });
    case 'soft_shrink':
      return graph.node('Shrink', [x], { lambd: { float: 0.5 }, bias: { float: 0.5 } });
    case 'tanh_shrink':
      return graph.node('Sub', [x, graph.node('Tanh', [x])]);
    case 'squareplus': {
      const root = graph.node('Sqrt', [graph.node('Add', [graph.node('Mul', [x, x]), scalar(4)])]);
      return graph.node('Mul', [graph.node('Add', [x, root]), scalar(0.5)]);
    }
    case 'exponential':
      return graph.node('Exp', [x]);
    case 'softmax':
      return graph.node('Softmax', [x], { axis: { int: rank - 1 } });
    case 'log_softmax':
      return graph.node('LogSoftmax', [x], { axis: { int: rank - 1 } });
  }
}
