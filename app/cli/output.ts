import { writeSync } from 'node:fs';

/** Writes a result to stdout; a closed pipe (`| head`) ends the program quietly, as other tools do. */
export function writeResult(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code === 'EPIPE') process.exit(0);
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** Writes one JSON object as a line to stdout. */
export function writeJsonLine(value: unknown): void {
  writeResult(`${JSON.stringify(value)}\n`);
}

/** Writes a log line to stderr. */
export function log(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Shows a progress line on stderr, overwritten in place; silent where stderr is no terminal. */
export function progressLine(text: string): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

/** Ends the progress line. */
export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
}
