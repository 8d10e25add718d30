import type { MemberId } from '@perennial/domain';
import type { UseCases } from '../../composition/use-cases.ts';
import { CommandError } from '../command/command.ts';

/** The one member whom a text at the terminal means. Throws CommandError where it means nobody or several. */
export async function findOne({ members }: Pick<UseCases, 'members'>, text: string): Promise<MemberId> {
  const found = await members.findTyped(text);
  if (found.kind === 'found') return found.memberId;
  if (found.kind === 'none') throw new CommandError(`There is no member ${text}.`);
  throw new CommandError(`${text} is several members: ${found.memberIds.join(', ')}. Name one by its id.`);
}
