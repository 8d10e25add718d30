import type { CommandOutcome, Commands } from '@perennial/engine';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { CommandAsked } from './act-on-one.ts';
import { commandCallOf } from './command-call.ts';
import type { FindPlace } from './find-living.ts';

export interface ActOnTwoDependencies {
  readonly commands: Pick<Commands, 'actOnTwo'>;
  readonly findPlace: FindPlace;
}

/** A command of any facet over two members: `memberId` is who is named first. */
export interface PairCommandAsked extends CommandAsked {
  readonly otherId: string;
}

/**
 * Who is confined to stores acts on two whom he may see. Throws `member.not_found`, `member.erased`; what the command itself says of the
 * two is an outcome.
 */
export type ActOnTwo = (context: CallContext, asked: PairCommandAsked) => Promise<CommandOutcome>;

export function createActOnTwo({ commands, findPlace }: ActOnTwoDependencies): ActOnTwo {
  return async (context, { memberId, otherId, command, input, ...entering }) => {
    const [member, other] = await Promise.all([
      findPlace(memberId, context.caller),
      findPlace(otherId, context.caller),
    ]);
    const call = commandCallOf(context, { command, memberId, otherId, input });
    return commands.actOnTwo({
      ...call,
      ...entering,
      hidesErased: true,
      command,
      member,
      other,
      input,
      by: nameOfCaller(context.caller),
    });
  };
}
