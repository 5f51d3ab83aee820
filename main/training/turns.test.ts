import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './testing.ts';
import { Turns } from './turns.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tickets = () => readdirSync(path.join(folder, 'turns'));

describe('turns', () => {
  it('come in the order of asking, each when those before are over, over several queues of one folder', async () => {
    const window = new Turns(folder);
    const commandLine = new Turns(folder);
    const order: string[] = [];
    const enter = async (queue: Turns, run: string) => {
      const places: number[] = [];
      const turn = await queue.enter({ run, waits: true, moved: before => places.push(before) });
      void turn.comes.then(came => came && order.push(run));
      return { turn, places };
    };
    const first = await enter(window, 'first');
    const second = await enter(commandLine, 'second');
    const third = await enter(window, 'third');
    expect([first, second, third].map(({ turn }) => turn.before)).toEqual([0, 1, 2]);
    await first.turn.comes;
    expect(order).toEqual(['first']);
    await first.turn.end();
    await second.turn.comes;
    await expect.poll(() => third.turn.before).toBe(1);
    expect(third.places).toEqual([1]);
    await second.turn.end();
    expect(await third.turn.comes).toBe(true);
    expect(order).toEqual(['first', 'second', 'third']);
    await third.turn.end();
    expect(tickets()).toEqual([]);
  });

  it('are given up by a run that waits, and the next one moves up', async () => {
    const turns = new Turns(folder);
    const running = await turns.enter({ run: 'running', waits: false });
    const leaving = await turns.enter({ run: 'leaving', waits: true });
    const staying = await turns.enter({ run: 'staying', waits: true });
    expect(staying.before).toBe(2);
    await leaving.end();
    expect(await leaving.comes).toBe(false);
    await expect.poll(() => staying.before).toBe(1);
    await running.end();
    expect(await staying.comes).toBe(true);
    await staying.end();
  });

  it('are not waited for beside others, and are waited for by those that wait', async () => {
    const turns = new Turns(folder);
    const one = await turns.enter({ run: 'one', waits: false });
    const two = await turns.enter({ run: 'two', waits: false });
    expect(await Promise.all([one.comes, two.comes])).toEqual([true, true]);
    const waiting = await turns.enter({ run: 'three', waits: true });
    expect(waiting.before).toBe(2);
    await Promise.all([one.end(), two.end()]);
    expect(await waiting.comes).toBe(true);
    await waiting.end();
  });

  it('are not held up by processes that were killed, nor by a torn ticket', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(path.join(folder, 'turns'));
    const ticket = { pid, run: 'killed', isRunning: true, time: Date.now() };
    writeFileSync(path.join(folder, 'turns', '0-killed.json'), JSON.stringify(ticket));
    writeFileSync(path.join(folder, 'turns', '0-torn.json'), '{"pid":');
    const turn = await new Turns(folder).enter({ run: 'next', waits: true });
    expect(await turn.comes).toBe(true);
    await turn.end();
    expect(tickets(), 'the ticket of the killed process is gone').toEqual(['0-torn.json']);
  });
});
