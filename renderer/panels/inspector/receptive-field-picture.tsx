import type { InputRegion } from '../../../shared/analysis/receptive-region.ts';
import styles from './receptive-field.module.css';

interface PictureProps {
  readonly region: InputRegion;
  /** What the picture says, in words. */
  readonly label: string;
}

/** The longer side of the drawing in its own units. */
const SIDE = 200;
/** Height of the strip for data with one spatial axis. */
const STRIP = 24;
/** So many lines of a grid can still be told apart. */
const FINEST_GRID = 40;

/**
 * The input's frame with the rectangle that the unit sees. Data with three spatial axes are shown by the last two, data with one as a strip.
 */
export function ReceptiveFieldPicture({ region, label }: PictureProps) {
  const [rows, columns] = [region.extents.at(-2) ?? 0, region.extents.at(-1) ?? 1];
  const [down = [0, 0], across = [0, 0]] =
    region.spans.length > 1 ? region.spans.slice(-2) : [[0, 0], region.spans[0]];
  const isStrip = region.extents.length === 1;
  const scale = SIDE / Math.max(isStrip ? 0 : rows, columns);
  const width = columns * scale;
  const height = isStrip ? STRIP : rows * scale;
  const top = isStrip ? 0 : down[0] * scale;
  const tall = isStrip ? STRIP : (down[1] - down[0] + 1) * scale;
  const wide = (across[1] - across[0] + 1) * scale;
  const isGridded = Math.max(isStrip ? 0 : rows, columns) <= FINEST_GRID;
  const grid = [
    ...Array.from({ length: columns - 1 }, (_, i) => `M${(i + 1) * scale} 0V${height}`),
    ...Array.from({ length: isStrip ? 0 : rows - 1 }, (_, i) => `M0 ${(i + 1) * scale}H${width}`),
  ].join('');
  return (
    <svg
      className={styles.picture}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect className={styles.frame} width={width} height={height} />
      {isGridded && <path className={styles.grid} d={grid} />}
      {tall > 0 && wide > 0 && (
        <rect className={styles.seen} x={across[0] * scale} y={top} width={wide} height={tall} />
      )}
    </svg>
  );
}
