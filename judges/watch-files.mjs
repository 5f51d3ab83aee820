// What a process asks the file system for, seen from outside by strace (Linux): every system call that takes a path, of all its threads.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Whether strace is there and allowed to watch. */
export function canWatch() {
  return spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], { stdio: 'ignore' }).status === 0;
}

/** The program and arguments that run a command under watch, its calls written to a file. */
export function watched(log, program, parameters) {
  return [
    'strace',
    ['-f', '--seccomp-bpf', '-y', '-s', '4096', '-e', 'trace=%file', '-o', log, program, ...parameters],
  ];
}

/**
 * The paths that a watched process asked for outside a folder, between the two times that it asked for a mark.
 *
 * @param log what strace wrote
 * @param mark a path that does not exist
 * @param folder where it may read
 * @returns how many calls were seen, and the lines of those that lie outside
 */
export function callsOutside(log, mark, folder) {
  const lines = readFileSync(log, 'utf8').split('\n');
  // The mark is among the program's arguments too.
  const isMark = line => line.includes(JSON.stringify(mark)) && !line.includes('execve(');
  const marks = lines.flatMap((line, i) => (isMark(line) ? [i] : []));
  if (marks.length !== 2)
    throw new Error(`The watched process passed its mark ${marks.length} times, not twice.`);
  const between = lines.slice(marks[0] + 1, marks[1]).filter(line => / \w+\(/.test(line));
  const outside = between.filter(line => !isWithin(line, folder));
  return { calls: between.length, outside };
}

/** Every path of a call lies in the folder; relative ones are told by the folder that strace writes before them. */
function isWithin(line, folder) {
  const call = line.slice(line.indexOf('(') + 1);
  const paths = [...call.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)];
  return (
    paths.length > 0 &&
    paths.every(([, base = '/', name]) => {
      const place = path.resolve(base, name);
      return place === folder || place.startsWith(`${folder}/`);
    })
  );
}
