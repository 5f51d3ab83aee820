import type { ConvertContext, Converter } from '../convert-context.ts';
import type { Step } from '../draft.ts';
import { attributeFloat, attributeInt, attributeText, shortFloat } from '../node-attributes.ts';

const UP_SAMPLING = ['UpSampling1D', 'UpSampling2D', 'UpSampling3D'] as const;

/** Attributes of Resize that only one setting of each is said by a layer. */
function isPlainResize({ node }: ConvertContext): boolean {
  return (
    attributeInt(node, 'antialias', 0) === 0 &&
    !node.attributes.has('axes') &&
    attributeText(node, 'keep_aspect_ratio_policy', 'stretch') === 'stretch' &&
    attributeText(node, 'coordinate_transformation_mode', 'half_pixel') !== 'tf_crop_and_resize'
  );
}

/** Whole factors over the positions of channels-first maps, each element repeated. */
function repeats(context: ConvertContext, scales: readonly number[], input: string): readonly Step[] | null {
  const size = scales.slice(2);
  const type = UP_SAMPLING[size.length - 1];
  const isWhole =
    scales[0] === 1 && scales[1] === 1 && size.every(scale => Number.isInteger(scale) && scale >= 1);
  // UpSampling1D knows channels-last only.
  if (!type || !isWhole || size.length === 1 || context.dtype(0) !== 'float32') return null;
  return [{ type, inputs: [input], parameters: { size, data_format: 'channels_first' } }];
}

/** Resize; before operator set 11 it took positions as they are and rounded down. */
export const resize: Converter = context => {
  const { node, opset } = context;
  if (!isPlainResize(context)) return null;
  const isOld = opset < 11;
  const scales = context.has(isOld ? 1 : 2) ? context.numbers(isOld ? 1 : 2) : undefined;
  const hasScales = scales !== undefined && (scales === null || scales.length > 0);
  const sizes = !isOld && context.has(3) ? context.dims(3) : undefined;
  const mode = attributeText(node, 'mode', 'nearest');
  const coordinates = isOld
    ? 'asymmetric'
    : attributeText(node, 'coordinate_transformation_mode', 'half_pixel');
  const nearest = isOld ? 'floor' : attributeText(node, 'nearest_mode', 'round_prefer_floor');
  const input = context.input(0);
  const settings = {
    mode,
    coordinate_transformation_mode: coordinates,
    ...(mode === 'nearest' ? { nearest_mode: nearest } : {}),
    ...(mode === 'cubic'
      ? {
          cubic_coeff_a: attributeFloat(node, 'cubic_coeff_a', -0.75),
          exclude_outside: attributeInt(node, 'exclude_outside', 0) === 1,
        }
      : {}),
  };
  if (hasScales) {
    if (!scales)
      return [{ type: 'Resize', inputs: [input, context.input(isOld ? 1 : 2)], parameters: settings }];
    const isRepeat = mode === 'nearest' && coordinates === 'asymmetric' && nearest === 'floor';
    const repeated = isRepeat ? repeats(context, scales, input) : null;
    return (
      repeated ?? [
        { type: 'Resize', inputs: [input], parameters: { ...settings, scales: scales.map(shortFloat) } },
      ]
    );
  }
  if (sizes === undefined) return null;
  const shape = context.shape(0);
  const known = sizes?.map((size, axis) =>
    typeof size === 'number' ? size : size !== null && size === shape?.[axis] ? 0 : -1,
  );
  if (!known || known.includes(-1))
    return [{ type: 'Resize', inputs: [input, context.input(3)], parameters: settings }];
  return [{ type: 'Resize', inputs: [input], parameters: { ...settings, sizes: known } }];
};

/** Upsample, the ancestor of Resize: factors as an attribute or an input, positions as they are. */
export const upsample: Converter = context => {
  const { node } = context;
  const scales = node.attributes.get('scales')?.floats ?? context.numbers(1);
  const mode = attributeText(node, 'mode', 'nearest');
  if (!scales) return null;
  const input = context.input(0);
  const repeated = mode === 'nearest' ? repeats(context, scales, input) : null;
  const parameters = {
    scales: scales.map(shortFloat),
    mode,
    coordinate_transformation_mode: 'asymmetric',
    ...(mode === 'nearest' ? { nearest_mode: 'floor' } : {}),
  };
  return repeated ?? [{ type: 'Resize', inputs: [input], parameters }];
};

export const einsum: Converter = ({ node }) => [
  { type: 'Einsum', inputs: [...node.inputs], parameters: { equation: attributeText(node, 'equation', '') } },
];

export const gatherElements: Converter = ({ node }) => [
  { type: 'GatherElements', inputs: [...node.inputs], parameters: { axis: attributeInt(node, 'axis', 0) } },
];

export const gatherNd: Converter = ({ node }) => [
  {
    type: 'GatherND',
    inputs: [...node.inputs],
    parameters: { batch_dims: attributeInt(node, 'batch_dims', 0) },
  },
];

export const depthToSpace: Converter = ({ node }) => [
  {
    type: 'DepthToSpace',
    inputs: [...node.inputs],
    parameters: { block_size: attributeInt(node, 'blocksize', 1), mode: attributeText(node, 'mode', 'DCR') },
  },
];

/** SpaceToDepth; the order of its blocks that came later has no layer. */
export const spaceToDepth: Converter = ({ node }) =>
  attributeText(node, 'mode', 'DCR') === 'DCR'
    ? [
        {
          type: 'SpaceToDepth',
          inputs: [...node.inputs],
          parameters: { block_size: attributeInt(node, 'blocksize', 1) },
        },
      ]
    : null;

/** ArgMax and ArgMin. */
export function argument(type: 'ArgMax' | 'ArgMin'): Converter {
  return ({ node }) => [
    {
      type,
      inputs: [...node.inputs],
      parameters: {
        axis: attributeInt(node, 'axis', 0),
        keepdims: attributeInt(node, 'keepdims', 1) === 1,
        select_last_index: attributeInt(node, 'select_last_index', 0) === 1,
      },
    },
  ];
}

export const lpNormalization: Converter = ({ node }) => [
  {
    type: 'LpNormalization',
    inputs: [...node.inputs],
    parameters: {
      axis: attributeInt(node, 'axis', -1),
      norm: attributeInt(node, 'p', 2) === 1 ? 'l1' : 'l2',
    },
  },
];

/** ConstantOfShape whose extents are known only when the network runs. */
export const constantOfShape: Converter = context => {
  const tensor = context.node.attributes.get('value')?.tensor;
  const value = tensor ? context.elements(tensor)?.[0] : 0;
  if (value === undefined || !Number.isFinite(value)) return null;
  const dtype = tensor?.dtype ?? 'float32';
  return [{ type: 'ConstantOfShape', inputs: [context.input(0)], parameters: { value, dtype } }];
};
