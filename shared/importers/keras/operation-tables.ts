/** Functions of two tensors by Keras's and TensorFlow's names, as the type `Binary` calls them. */
export const BINARY_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    add: 'add',
    subtract: 'subtract',
    multiply: 'multiply',
    divide: 'divide',
    true_divide: 'divide',
    truediv: 'divide',
    power: 'power',
    pow: 'power',
    maximum: 'maximum',
    minimum: 'minimum',
    mod: 'modulo',
    equal: 'equal',
    not_equal: 'not_equal',
    less: 'less',
    less_equal: 'less_equal',
    greater: 'greater',
    greater_equal: 'greater_equal',
    logical_and: 'and',
    logical_or: 'or',
    logical_xor: 'xor',
  }),
);

/** The merging layers that are such functions. */
export const MERGES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    add: 'Add',
    subtract: 'Subtract',
    multiply: 'Multiply',
    maximum: 'Maximum',
    minimum: 'Minimum',
  }),
);

/** Functions of one tensor, as the type `Unary` calls them. */
export const UNARY_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    negative: 'neg',
    neg: 'neg',
    absolute: 'abs',
    abs: 'abs',
    exp: 'exp',
    log: 'log',
    sqrt: 'sqrt',
    reciprocal: 'reciprocal',
    erf: 'erf',
    floor: 'floor',
    ceil: 'ceil',
    sign: 'sign',
    sin: 'sin',
    cos: 'cos',
    tan: 'tan',
    arcsin: 'asin',
    arccos: 'acos',
    arctan: 'atan',
    sinh: 'sinh',
    cosh: 'cosh',
    arcsinh: 'asinh',
    arccosh: 'acosh',
    arctanh: 'atanh',
    logical_not: 'not',
    isnan: 'isnan',
    isinf: 'isinf',
  }),
);

/** Reductions, as the type `Reduce` calls them. */
export const REDUCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    mean: 'mean',
    reduce_mean: 'mean',
    sum: 'sum',
    reduce_sum: 'sum',
    max: 'max',
    amax: 'max',
    reduce_max: 'max',
    min: 'min',
    amin: 'min',
    reduce_min: 'min',
    prod: 'prod',
    reduce_prod: 'prod',
    logsumexp: 'logsumexp',
  }),
);
