import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome, Commands, EntryOf } from '@perennial/engine';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { commandCallOf } from './command-call.ts';
import type { FindPlace } from './find-living.ts';

export interface ActOnOneDependencies {
  readonly commands: Pick<Commands, 'act'>;
  readonly findPlace: FindPlace;
}

/** A command of any facet, by its name. */
export interface CommandAsked {
  readonly memberId: string;
  readonly command: string;
  readonly input: FactPayload;
  /** What the audit log says of it, written with it. */
  readonly entryOf?: EntryOf;
}

/** Throws `member.not_found`, `member.erased`; what the command itself says of the member is an outcome. */
export type ActOnOne = (context: CallContext, asked: CommandAsked) => Promise<CommandOutcome>;

export function createActOnOne({ commands, findPlace }: ActOnOneDependencies): ActOnOne {
  return async (context, { memberId, command, input, ...entering }) => {
    const member = await findPlace(memberId, context.caller);
    const call = commandCallOf(context, { command, memberId, input });
    return commands.act({
      ...call,
      ...entering,
      hidesErased: true,
      command,
      member,
      input,
      by: nameOfCaller(context.caller),
    });
  };
}
