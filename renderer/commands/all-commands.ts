import type { Command } from './command.ts';

const modules = import.meta.glob<{ default: Command | readonly Command[] }>('./list/*.ts', { eager: true });

/** Every command, by file name. */
export const ALL_COMMANDS: readonly Command[] = Object.values(modules).flatMap(module => module.default);

/** A command by its id; undefined for an unknown one. */
export function findCommand(id: string): Command | undefined {
  return ALL_COMMANDS.find(command => command.id === id);
}

/** Runs a command by its id, if it can be done now. */
export function runCommand(id: string): void {
  const command = findCommand(id);
  if (command && (command.isEnabled?.() ?? true)) command.perform();
}
