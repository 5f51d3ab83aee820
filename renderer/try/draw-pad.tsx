import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { GreyPicture } from '../plots/digit-raster.ts';
import { useThemeName } from '../plots/use-theme.ts';
import styles from './try-view.module.css';

/** Side of the sheet and width of the pen, in pixels: a tenth, as a pen's stroke is in MNIST's 20-pixel box. */
const SHEET = 224;
const PEN = 20;
/** The sheet is read at each step of the pen. */
const READ_OFTEN: CanvasRenderingContext2DSettings = { willReadFrequently: true };

interface DrawPadProps {
  /** What stands on the empty sheet. */
  readonly hint: string;
  readonly isEmpty: boolean;
  /** A picture that takes the place of what is drawn; each new one once. */
  readonly loaded: GreyPicture | null;
  /** Receives the drawing after each stroke's step; null for an empty sheet. */
  readonly onChange: (picture: GreyPicture | null) => void;
}

/** A sheet for mouse, pen and finger; Delete clears it. */
export function DrawPad({ hint, isEmpty, loaded, onChange }: DrawPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<readonly [number, number] | null>(null);

  useEffect(() => {
    if (isEmpty) canvas.current?.getContext('2d', READ_OFTEN)?.clearRect(0, 0, SHEET, SHEET);
  }, [isEmpty]);

  // What was drawn takes the new colours' ink.
  const theme = useThemeName();
  useEffect(() => {
    const sheet = canvas.current;
    const context = sheet?.getContext('2d', READ_OFTEN);
    if (sheet && context && theme !== '') dye(sheet, context);
  }, [theme]);

  const tell = useRef(onChange);
  tell.current = onChange;
  useEffect(() => {
    const sheet = canvas.current;
    const context = sheet?.getContext('2d', READ_OFTEN);
    if (!sheet || !context || !loaded) return;
    paint(context, loaded);
    dye(sheet, context);
    tell.current(inkOf(context));
  }, [loaded]);

  const stroke = (event: PointerEvent<HTMLCanvasElement>) => {
    const context = event.currentTarget.getContext('2d', READ_OFTEN);
    if (!context) return;
    const box = event.currentTarget.getBoundingClientRect();
    const to = [event.clientX - box.left, event.clientY - box.top] as const;
    const from = pen.current ?? to;
    pen.current = to;
    context.strokeStyle = getComputedStyle(event.currentTarget).color;
    context.lineWidth = PEN;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    onChange(inkOf(context));
  };
  const lift = () => {
    pen.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!['Delete', 'Backspace', 'Escape'].includes(event.key)) return;
    event.preventDefault();
    onChange(null);
  };
  return (
    <div className={styles.sheet}>
      {isEmpty && <span className={styles.sheetHint}>{hint}</span>}
      <canvas
        ref={canvas}
        width={SHEET}
        height={SHEET}
        tabIndex={0}
        aria-label="Sheet to draw on; Delete clears it"
        className={styles.pad}
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId);
          stroke(event);
        }}
        onPointerMove={event => pen.current && stroke(event)}
        onPointerUp={lift}
        onPointerCancel={lift}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** Gives all ink the colour of the present theme. */
function dye(sheet: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = getComputedStyle(sheet).color;
  context.fillRect(0, 0, SHEET, SHEET);
  context.globalCompositeOperation = 'source-over';
}

/** Puts a picture's ink onto the sheet, in the middle, as large as it fits. */
function paint(context: CanvasRenderingContext2D, { width, height, data }: GreyPicture): void {
  const pixels = new ImageData(width, height);
  for (let i = 0; i < data.length; i++) pixels.data[i * 4 + 3] = Math.round((data[i] ?? 0) * 255);
  const own = document.createElement('canvas');
  own.width = width;
  own.height = height;
  own.getContext('2d')?.putImageData(pixels, 0, 0);
  const scale = Math.min(SHEET / width, SHEET / height);
  context.clearRect(0, 0, SHEET, SHEET);
  context.drawImage(
    own,
    (SHEET - width * scale) / 2,
    (SHEET - height * scale) / 2,
    width * scale,
    height * scale,
  );
}

/** The ink is what covers the sheet, whatever its colour. */
function inkOf(context: CanvasRenderingContext2D): GreyPicture {
  const { data } = context.getImageData(0, 0, SHEET, SHEET);
  const ink = new Float32Array(SHEET * SHEET);
  for (let i = 0; i < ink.length; i++) ink[i] = (data[i * 4 + 3] ?? 0) / 255;
  return { width: SHEET, height: SHEET, data: ink };
}
