import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A rectangle on the screen, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was when it was closed. */
export interface WindowState {
  /** Null: the system chooses the place. */
  readonly bounds: Bounds | null;
  readonly isMaximized: boolean;
}

const FIRST: WindowState = { bounds: null, isMaximized: false };

/** How much of a window must lie on a screen to be worth returning to, in pixels each way. */
const VISIBLE = 100;

/**
 * Reads the remembered state; what is damaged, or lies on a screen that is gone, is forgotten.
 *
 * @param file where it was written
 * @param screens the work areas of the screens that are there now
 */
export function readWindowState(file: string, screens: readonly Bounds[]): WindowState {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return FIRST;
  }
  if (typeof value !== 'object' || value === null) return FIRST;
  const { bounds, isMaximized } = value as Partial<Record<keyof WindowState, unknown>>;
  if (!isBounds(bounds) || !screens.some(screen => isVisible(bounds, screen))) return FIRST;
  return { bounds, isMaximized: isMaximized === true };
}

/** Remembers the state; where that fails the next window stands at its first place. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(state));
  } catch {
    // A convenience only.
  }
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Partial<Record<keyof Bounds, unknown>>;
  return (
    [x, y, width, height].every(Number.isInteger) && Number(width) >= VISIBLE && Number(height) >= VISIBLE
  );
}

function isVisible(window: Bounds, screen: Bounds): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const down = Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y);
  return across >= VISIBLE && down >= VISIBLE;
}
