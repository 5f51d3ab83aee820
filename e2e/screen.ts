import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A display for Electron. */
export interface Screen {
  /** For the environment variable DISPLAY. */
  readonly name: string;
  close(): void;
}

/** Starts an X server without a monitor on a free display; uses Xvfb's own choice of the number. */
export async function startScreen(): Promise<Screen> {
  const child: ChildProcess = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    (child.stdio[3] as Readable).setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) resolve(text.trim());
    });
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`Xvfb ended with status ${code}.`)));
  });
  return { name: `:${number}`, close: () => void child.kill() };
}
