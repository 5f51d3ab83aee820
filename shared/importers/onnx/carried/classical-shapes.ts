import type { Dim } from '../../../document/value.ts';
import type { ConvertContext } from '../convert-context.ts';
import { attributeInt, attributeInts } from '../node-attributes.ts';
import type { ShapeRule } from './shape-rule.ts';

/** How many samples come in: a list of features is one of them. */
function samples(context: ConvertContext): Dim {
  const shape = context.shape(0);
  return shape?.length === 1 ? 1 : (shape?.[0] ?? null);
}

/** How many classes an operator knows: what its attributes list. */
function classes({ node }: ConvertContext): Dim {
  for (const name of ['classlabels_strings', 'classlabels_int64s', 'classlabels_ints']) {
    const attribute = node.attributes.get(name);
    const count = Math.max(attribute?.strings.length ?? 0, attribute?.ints.length ?? 0);
    if (count > 0) return count;
  }
  return null;
}

/** A label for each sample, and scores for each class. */
const classifier: ShapeRule = (context, port) =>
  port === 0 ? [samples(context)] : [samples(context), classes(context)];

const regressor =
  (targets: (context: ConvertContext) => Dim): ShapeRule =>
  context => [samples(context), targets(context)];

const likeFirst: ShapeRule = context => context.shape(0);

/** As many elements along the last axis as there are indices, whatever their extents. */
const featureExtractor: ShapeRule = context => {
  const [data, indices] = [context.shape(0), context.shape(1)];
  const count =
    indices?.reduce<Dim>(
      (all, dim) => (typeof all === 'number' && typeof dim === 'number' ? all * dim : null),
      1,
    ) ?? null;
  return data && (data.length === 1 ? [1, count] : data.with(-1, count));
};

const oneHot: ShapeRule = context => {
  const { attributes } = context.node;
  const shape = context.shape(0);
  const count = Math.max(
    attributes.get('cats_int64s')?.ints.length ?? 0,
    attributes.get('cats_strings')?.strings.length ?? 0,
  );
  return shape && [...shape, count];
};

const features: ShapeRule = context => {
  const widths = attributeInts(context.node, 'inputdimensions');
  return [samples(context), widths ? widths.reduce((sum, width) => sum + width, 0) : null];
};

/** Extents of the operators of classical learning. Source: ONNX, docs/Operators-ml.md. */
export const CLASSICAL_SHAPES: Readonly<Record<string, ShapeRule>> = {
  ArrayFeatureExtractor: featureExtractor,
  Binarizer: likeFirst,
  CategoryMapper: likeFirst,
  FeatureVectorizer: features,
  Imputer: likeFirst,
  LabelEncoder: likeFirst,
  LinearClassifier: classifier,
  LinearRegressor: regressor(({ node }) => attributeInt(node, 'targets', 1)),
  Normalizer: likeFirst,
  OneHotEncoder: oneHot,
  SVMClassifier: classifier,
  SVMRegressor: regressor(() => 1),
  Scaler: likeFirst,
  TreeEnsemble: regressor(({ node }) => attributeInt(node, 'n_targets', 1)),
  TreeEnsembleClassifier: classifier,
  TreeEnsembleRegressor: regressor(({ node }) => attributeInt(node, 'n_targets', 1)),
};
