import type { Command, OptionSpec, OptionSpecs } from './command.ts';
import { commonOptionsOf } from './parse-command-line.ts';

/** The help of one command. */
export function describeCommand(command: Command): string {
  const args = command.args.map((arg) => {
    const name = arg.isRepeated === true ? `${arg.name}...` : arg.name;
    return arg.isOptional === true ? `[${name}]` : name;
  });
  const lines = [`${command.summary}.`, '', `  npx perennial ${[command.name, ...args].join(' ')} [options]`, ''];
  for (const arg of command.args) lines.push(`  ${arg.name.padEnd(columnWidth)}${arg.help}`);
  lines.push(...describeOptions(command.options), ...describeOptions(commonOptionsOf(command)));
  if (command.details !== undefined) lines.push('', ...command.details);
  return `${lines.join('\n')}\n`;
}

const columnWidth = 24;

function describeOptions(options: OptionSpecs): readonly string[] {
  return Object.entries(options).map(([name, spec]) => {
    const choices = 'choices' in spec && spec.choices !== undefined ? ` (${spec.choices.join(', ')})` : '';
    return `  ${optionText(name, spec).padEnd(columnWidth - 1)} ${spec.help}${choices}`;
  });
}

function optionText(name: string, spec: OptionSpec): string {
  return spec.type === 'boolean' ? `--${name}` : `--${name} ${spec.value}`;
}

/** The list of all commands. */
export function describeCommands(commands: readonly Pick<Command, 'name' | 'summary'>[], version: string): string {
  const lines = commands.map((command) => `  ${command.name.padEnd(20)}${command.summary}`);
  return `Perennial ${version}, a member lifecycle platform.\n\n  npx perennial COMMAND [options]\n\n${lines.join('\n')}\n\n  npx perennial COMMAND --help   shows the options of a command.\n`;
}
