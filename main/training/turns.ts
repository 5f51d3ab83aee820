import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '../processes/is-alive.ts';
import { writeAtomically } from '../runs/write-atomically.ts';

const ticketSchema = z.strictObject({
  /** The process that trains or supervises the run. */
  pid: z.number().int(),
  run: z.string(),
  /** Whether it trains already; else it waits. */
  isRunning: z.boolean(),
  /** Milliseconds since 1970. */
  time: z.number(),
});
type Ticket = z.infer<typeof ticketSchema>;

/** Milliseconds between two looks of a waiting run at those before it. */
const LOOK_EVERY = 250;

let drawn = 0;

/** A run's place among those of this machine. */
export interface Turn {
  /** True when the run may begin; false when it was withdrawn before. */
  readonly comes: Promise<boolean>;
  /** How many runs must end before this one begins; 0 once it may. */
  readonly before: number;
  /** Gives the turn up: the run ended, or it is no longer to begin. */
  end(): Promise<void>;
}

/** How a run enters. */
export interface TurnRequest {
  readonly run: string;
  /** Whether it waits until no other run trains or waits before it; else it begins at once, beside them. */
  readonly waits: boolean;
  /** Told when the number of runs before it changes. */
  moved?(before: number): void;
}

/**
 * Who trains on this machine and who waits, over all windows and command lines of a user: a folder with one ticket per run, in
 * the order in which they came. A ticket counts while the process that drew it lives, so nothing has to be cleared after a crash.
 */
export class Turns {
  private readonly folder: string;

  /** @param dataFolder the user's data folder */
  constructor(dataFolder: string) {
    this.folder = path.join(dataFolder, 'turns');
  }

  /** Draws a ticket for a run. */
  async enter({ run, waits, moved }: TurnRequest): Promise<Turn> {
    await mkdir(this.folder, { recursive: true });
    const time = Date.now();
    drawn += 1;
    const name = `${String(time).padStart(15, '0')}-${process.pid}-${String(drawn).padStart(6, '0')}.json`;
    const file = path.join(this.folder, name);
    const write = (isRunning: boolean) => {
      const ticket: Ticket = { pid: process.pid, run, isRunning, time };
      return writeAtomically(file, handle => handle.writeFile(JSON.stringify(ticket)));
    };
    await write(!waits);
    let isOver = false;
    let before = waits ? await this.countBefore(name) : 0;
    let wake = () => {};
    const wait = async () => {
      while (!isOver) {
        const count = await this.countBefore(name);
        if (isOver) break;
        if (count === 0) {
          await write(true);
          before = 0;
          return !isOver;
        }
        if (count !== before) {
          before = count;
          moved?.(count);
        }
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, LOOK_EVERY);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return false;
    };
    const comes = waits ? wait() : Promise.resolve(true);
    return {
      comes,
      get before() {
        return before;
      },
      async end() {
        isOver = true;
        wake();
        // A ticket that is just being marked as running must not come back.
        await comes.catch(() => undefined);
        await rm(file, { force: true });
      },
    };
  }

  /** How many runs train, or wait with an earlier ticket. Tickets of processes that are gone are removed. */
  private async countBefore(own: string): Promise<number> {
    const booted = Date.now() - os.uptime() * 1000;
    let count = 0;
    for (const name of await readdir(this.folder)) {
      if (name === own || !name.endsWith('.json')) continue;
      const file = path.join(this.folder, name);
      const ticket = await readTicket(file);
      if (!ticket) continue;
      // A number from before the machine was started may belong to another process by now.
      if (!isAlive(ticket.pid) || ticket.time < booted) await rm(file, { force: true });
      else if (ticket.isRunning || name < own) count += 1;
    }
    return count;
  }
}

async function readTicket(file: string): Promise<Ticket | null> {
  try {
    return ticketSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // It was taken away meanwhile.
    return null;
  }
}
