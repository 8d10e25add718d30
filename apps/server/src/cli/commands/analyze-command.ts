import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandError, defineCommand } from '../command/command.ts';
import type { Command } from '../command/command.ts';

const place = new URL('../../analyze/command.ts', import.meta.url);

/** The analyses bring their own command; where they are absent this one says so. */
export const analyzeCommand: Command = await load();

async function load(): Promise<Command> {
  if (!existsSync(fileURLToPath(place))) return absent;
  const module: unknown = await import(place.href);
  const command: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, 'analyzeCommand') : undefined;
  return isCommand(command) ? command : absent;
}

function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}

const absent = defineCommand({
  name: 'analyze',
  summary: 'Analyse a file or the members',
  args: [],
  options: {},
  run: () => Promise.reject(new CommandError('This release has no analyses on the command line.')),
});
