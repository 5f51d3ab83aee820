import { useEffect, useRef } from 'react';
import { finiteRange } from '../plots/nice-scale.ts';
import { useThemeName } from '../plots/use-theme.ts';
import { readToken } from '../theme/read-token.ts';
import { channelsOf, classColor } from './class-colors.ts';
import { pictureKind } from './prediction.ts';
import styles from './sample-picture.module.css';

interface SamplePictureProps {
  /** The sample's numbers. */
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  /** Side in pixels; a line is twice as wide as high. */
  readonly size: number;
  /** The class of each pixel, laid over the picture; class 0 is left clear. */
  readonly mask?: readonly number[];
}

/** One sample as one would look at it: an image, a line, or its numbers. */
export function SamplePicture(props: SamplePictureProps) {
  const { data, shape, size } = props;
  switch (pictureKind(shape)) {
    case 'image':
      return <ImagePicture {...props} />;
    case 'series':
      return <Line data={data} width={size * 2} height={size} />;
    default: {
      const shown = Array.from(data).slice(0, 6);
      const text = shown.map(shownNumber).join(', ');
      return <code className={styles.numbers}>{data.length > 6 ? `${text}, …` : text}</code>;
    }
  }
}

/** A number of a sample in four digits; a dash where it is missing. */
export function shownNumber(value: number | undefined): string {
  return value !== undefined && Number.isFinite(value) ? String(Number(value.toPrecision(4))) : '–';
}

function ImagePicture({ data, shape, size, mask }: SamplePictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  const [height = 1, width = 1, channels = 1] = shape;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || theme === '') return;
    context.putImageData(new ImageData(pixels(data, channels, mask), width, height), 0, 0);
  }, [data, channels, mask, width, height, theme]);
  return (
    <canvas
      ref={canvas}
      width={width}
      height={height}
      className={styles.image}
      style={{ width: size, height: (size * height) / width }}
    />
  );
}

/** How strongly a mask covers the picture. */
const COVER = 0.6;

/** Grey or colour values of 0 to 1 as bytes, ink on paper: 0 is black as the data sets have it. */
function pixels(
  data: ArrayLike<number>,
  channels: number,
  mask: readonly number[] | undefined,
): Uint8ClampedArray<ArrayBuffer> {
  const count = data.length / channels;
  const bytes = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    const label = mask?.[i] ?? 0;
    const cover = label > 0 ? channelsOf(readToken(classColor(label - 1))) : null;
    for (let channel = 0; channel < 3; channel++) {
      const value = (data[i * channels + (channels === 3 ? channel : 0)] ?? 0) * 255;
      bytes[i * 4 + channel] = cover ? value * (1 - COVER) + (cover[channel] ?? 0) * COVER : value;
    }
    bytes[i * 4 + 3] = 255;
  }
  return bytes;
}

function Line({ data, width, height }: { data: ArrayLike<number>; width: number; height: number }) {
  const values = Array.from(data);
  const { low, high } = finiteRange(values) ?? { low: 0, high: 0 };
  const span = high - low || 1;
  const points = values
    .flatMap((value, i) => {
      if (!Number.isFinite(value)) return [];
      const x = (i / Math.max(1, values.length - 1)) * width;
      return `${x.toFixed(1)},${(height - 2 - ((value - low) / span) * (height - 4)).toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg width={width} height={height} className={styles.line} aria-hidden="true">
      <polyline points={points} />
    </svg>
  );
}
