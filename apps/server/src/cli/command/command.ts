import type { Config } from '../../config/config.ts';
import type { Output } from './output.ts';

/** One option of a command, as data: it is parsed, checked and described from this. */
export type OptionSpec =
  | { readonly type: 'boolean'; readonly help: string }
  | {
      readonly type: 'string' | 'integer';
      readonly help: string;
      readonly value: string;
      readonly choices?: readonly string[];
    }
  /** May be given several times. */
  | { readonly type: 'list'; readonly help: string; readonly value: string };

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<Spec extends OptionSpec> = Spec extends { type: 'boolean' }
  ? boolean
  : Spec extends { type: 'integer' }
    ? number | undefined
    : Spec extends { type: 'list' }
      ? readonly string[]
      : string | undefined;

export type OptionValues<Specs extends OptionSpecs> = { readonly [Name in keyof Specs]: ValueOf<Specs[Name]> };

export interface ArgumentSpec {
  readonly name: string;
  readonly help: string;
  readonly isOptional?: boolean;
  /** The last one of a command may be given several times. */
  readonly isRepeated?: boolean;
}

/** What a command is given when it runs. */
export interface Call<Specs extends OptionSpecs> {
  readonly args: readonly string[];
  readonly options: OptionValues<Specs>;
  readonly config: Config;
  readonly out: Output;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** 0: done. 1: failed, or differences were found. 2: used wrongly, unless the command says otherwise. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** `keys create`: one or two words. */
  readonly name: string;
  readonly summary: string;
  readonly details?: readonly string[];
  readonly args: readonly ArgumentSpec[];
  /** Data folder where neither --data nor PERENNIAL_DATA names one. */
  readonly dataFolderDefault?: string;
  readonly options: OptionSpecs;
  /** When it was used wrongly; 2 unless given. */
  readonly exitCodeUsedWrongly?: ExitCode;
  readonly run: (call: Call<OptionSpecs>) => Promise<ExitCode>;
}

/** Keeps the option types of a command together with its run. */
export function defineCommand<const Specs extends OptionSpecs>(
  command: Omit<Command, 'options' | 'run'> & {
    readonly options: Specs;
    readonly run: (call: Call<Specs>) => Promise<ExitCode>;
  },
): Command {
  // The parser builds the values by these very specs, so a command only ever sees its own.
  return command as unknown as Command;
}

/** The command was used wrongly: exit code 2, with the way to the help. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command cannot do its work, for a reason that the operator can act on: exit code 1, without a stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
