import { parseArgs } from 'node:util';
import { UsageError } from './command.ts';
import type { Command, OptionSpec, OptionSpecs } from './command.ts';

/** Options that every command takes. */
export function commonOptionsOf({ dataFolderDefault }: Pick<Command, 'dataFolderDefault'>): OptionSpecs {
  const folder = dataFolderDefault ?? '.perennial';
  return {
    data: { type: 'string', value: 'DIR', help: `data folder; default ${folder}, or PERENNIAL_DATA` },
    json: { type: 'boolean', help: 'answer as JSON on standard output' },
    help: { type: 'boolean', help: 'show this help' },
  };
}

export type ParsedValues = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface ParsedCommandLine {
  readonly args: readonly string[];
  readonly values: ParsedValues;
}

/** Parses the words after the command's name. Throws UsageError. */
export function parseCommandLine(command: Command, words: readonly string[]): ParsedCommandLine {
  const specs: OptionSpecs = { ...command.options, ...commonOptionsOf(command) };
  const { positionals, values } = readWords(specs, words);
  const read = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, readValue(name, spec, values[name])]),
  );
  if (read['help'] !== true) checkCount(command, positionals.length);
  return { args: positionals, values: read };
}

function readWords(specs: OptionSpecs, words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { type: spec.type === 'boolean' ? ('boolean' as const) : ('string' as const), multiple: spec.type === 'list' },
    ]),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, allowNegative: false, strict: true });
  } catch (error) {
    throw new UsageError(describeRefusal(error), { cause: error });
  }
}

/** The parser's own texts speak to whoever writes the parser. */
function describeRefusal(error: unknown): string {
  const { message, code } = error instanceof Error && 'code' in error ? error : { message: String(error), code: '' };
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? '';
  if (option === '') return message;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message;
  return message.includes('does not take an argument') ? `${option} takes no value.` : `${option} needs a value.`;
}

type Given = string | boolean | (string | boolean)[] | undefined;

function readValue(
  name: string,
  spec: OptionSpec,
  given: Given,
): string | number | boolean | readonly string[] | undefined {
  if (spec.type === 'boolean') return given === true;
  if (spec.type === 'list') return Array.isArray(given) ? given.map(String) : [];
  if (typeof given !== 'string') return undefined;
  if (spec.choices !== undefined && !spec.choices.includes(given)) {
    throw new UsageError(`--${name} takes one of: ${spec.choices.join(', ')}.`);
  }
  if (spec.type === 'string') return given;
  if (!/^\d{1,12}$/.test(given)) throw new UsageError(`--${name} takes a whole number, not "${given}".`);
  return Number(given);
}

function checkCount(command: Command, count: number): void {
  const missing = command.args[count];
  if (missing !== undefined && missing.isOptional !== true)
    throw new UsageError(`${missing.name} is missing: ${missing.help}.`);
  if (count > command.args.length && command.args.at(-1)?.isRepeated !== true)
    throw new UsageError(`${command.name} takes ${command.args.length} argument(s), not ${count}.`);
}
