/** How a unary function is written in ONNX and computed on known elements; source: ONNX's operator of that name. */
export interface UnaryFunction {
  readonly onnx: string;
  /** On one number; absent where constants are not followed. */
  readonly fold?: (x: number) => number;
  /** Takes booleans alone. */
  readonly isLogical?: boolean;
  /** Answers booleans. */
  readonly isTest?: boolean;
}

const round = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
};

/** Functions of one number by name. */
export const UNARY_FUNCTIONS = {
  abs: { onnx: 'Abs', fold: Math.abs },
  neg: { onnx: 'Neg', fold: x => -x },
  exp: { onnx: 'Exp', fold: Math.exp },
  log: { onnx: 'Log', fold: Math.log },
  sqrt: { onnx: 'Sqrt', fold: Math.sqrt },
  reciprocal: { onnx: 'Reciprocal', fold: x => 1 / x },
  erf: { onnx: 'Erf' },
  floor: { onnx: 'Floor', fold: Math.floor },
  ceil: { onnx: 'Ceil', fold: Math.ceil },
  round: { onnx: 'Round', fold: round },
  sign: { onnx: 'Sign', fold: Math.sign },
  sin: { onnx: 'Sin', fold: Math.sin },
  cos: { onnx: 'Cos', fold: Math.cos },
  tan: { onnx: 'Tan', fold: Math.tan },
  asin: { onnx: 'Asin', fold: Math.asin },
  acos: { onnx: 'Acos', fold: Math.acos },
  atan: { onnx: 'Atan', fold: Math.atan },
  sinh: { onnx: 'Sinh', fold: Math.sinh },
  cosh: { onnx: 'Cosh', fold: Math.cosh },
  tanh: { onnx: 'Tanh', fold: Math.tanh },
  asinh: { onnx: 'Asinh', fold: Math.asinh },
  acosh: { onnx: 'Acosh', fold: Math.acosh },
  atanh: { onnx: 'Atanh', fold: Math.atanh },
  not: { onnx: 'Not', fold: x => (x === 0 ? 1 : 0), isLogical: true, isTest: true },
  isnan: { onnx: 'IsNaN', fold: x => (Number.isNaN(x) ? 1 : 0), isTest: true },
  isinf: {
    onnx: 'IsInf',
    fold: x => (Math.abs(x) === Number.POSITIVE_INFINITY ? 1 : 0),
    isTest: true,
  },
} as const satisfies Readonly<Record<string, UnaryFunction>>;

/** A function of one number. */
export type UnaryName = keyof typeof UNARY_FUNCTIONS;

/** Their names in the order of the inspector. */
export const UNARY_NAMES = Object.keys(UNARY_FUNCTIONS) as readonly UnaryName[];

/** A function's description. */
export function unaryFunction(name: UnaryName): UnaryFunction {
  return UNARY_FUNCTIONS[name];
}
