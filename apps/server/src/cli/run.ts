import { readConfig } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { CommandError, UsageError } from './command/command.ts';
import type { Command, ExitCode } from './command/command.ts';
import { describeCommand, describeCommands } from './command/help.ts';
import { createOutput } from './command/output.ts';
import type { CommandOutput, OutputStreams } from './command/output.ts';
import { parseCommandLine } from './command/parse-command-line.ts';
import type { ParsedCommandLine } from './command/parse-command-line.ts';
import { commands, findCommand } from './commands.ts';
import { describeMiss } from './describe-miss.ts';

export interface RunOptions extends OutputStreams {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** Runs one command line and answers its exit code: 0 done, 1 failed or differences found, 2 used wrongly. */
export async function runCommandLine(options: RunOptions): Promise<ExitCode> {
  const { words, stdout, stderr } = options;
  const [first] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    stdout.write(describeCommands(commands, options.version));
    return first === undefined ? 2 : 0;
  }
  if (first === '--version') {
    stdout.write(`${options.version}\n`);
    return 0;
  }
  const found = findCommand(words);
  if (found === undefined) {
    stderr.write(`${describeMiss(words)}\n\n${describeCommands(commands, options.version)}`);
    return 2;
  }
  return runFound(await found.load(), found.words, options);
}

/** How often what is waited for is looked at. */
const tickMs = 1_000;

async function runFound(command: Command, words: readonly string[], options: RunOptions): Promise<ExitCode> {
  const { stdout, stderr } = options;
  let out: CommandOutput | undefined;
  let ticking: NodeJS.Timeout | undefined;
  try {
    const parsed = parseCommandLine(command, words);
    if (parsed.values['help'] === true) {
      stdout.write(describeCommand(command));
      return 0;
    }
    const config = configOf(command, parsed, options);
    const output = createOutput(options, parsed.values['json'] === true);
    out = output;
    ticking = setInterval(() => output.tick(), tickMs).unref();
    // The parser has built the values by the command's own specs.
    const values = parsed.values as Parameters<Command['run']>[0]['options'];
    return await command.run({ args: parsed.args, options: values, config, out: output, signal: options.signal });
  } catch (error) {
    out?.end();
    if (options.signal.aborted && isAbort(error, options.signal)) {
      stderr.write('Stopped.\n');
      return 1;
    }
    const code = error instanceof UsageError ? (command.exitCodeUsedWrongly ?? 2) : 1;
    stderr.write(`${describeFailure(command, error, words.includes('--json'))}\n`);
    return code;
  } finally {
    clearInterval(ticking);
    out?.end();
  }
}

/** Work that was stopped throws the signal's reason, or an error that says it was aborted. */
function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function configOf(command: Command, { values }: ParsedCommandLine, options: RunOptions): Config {
  const environment = { ...options.environment };
  // An empty variable is one that was not set.
  environment['PERENNIAL_DATA'] ||= command.dataFolderDefault;
  if (typeof values['data'] === 'string') environment['PERENNIAL_DATA'] = values['data'];
  try {
    return readConfig(environment);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function describeFailure(command: Command, error: unknown, isJson: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isJson) return JSON.stringify({ error: { command: command.name, message } });
  if (error instanceof UsageError) return `${message}\nnpx perennial ${command.name} --help   shows how it is used.`;
  if (error instanceof CommandError) return message;
  const causes: string[] = [];
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause)
    causes.push(cause.message);
  return [`perennial ${command.name}: ${message}`, ...causes.map((cause) => `  because: ${cause}`)].join('\n');
}
