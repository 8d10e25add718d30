import { reject } from '../../../kernel/command.ts';
import { at, readId, readObject, tell } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { placeOfLevel } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { decided, placeIn, readInstant, readSet, refusePast, tierCommand } from './tier-command.ts';
import type { SetInput } from './tier-command.ts';

interface Invitation extends SetInput {
  readonly level: string;
  readonly expiresAt: number;
}

/** `{ set, level, expiresAt }`: she may take a level that nobody earns. Another invitation takes the place of one that is open. */
export const inviteToTier: Command<Invitation, TiersState> = tierCommand<Invitation>({
  name: 'inviteToTier',
  read(input, spot) {
    const object = readObject(input, spot, ['set', 'level', 'expiresAt']);
    if (object === null) return null;
    const set = readSet(object, spot);
    const level = readId(object['level'], at(spot, 'level'));
    const expiresAt = readInstant(object['expiresAt'], at(spot, 'expiresAt'));
    return set === null || level === null || expiresAt === null ? null : { set, level, expiresAt };
  },
  act({ set, row, now }, { level, expiresAt }) {
    const place = placeIn(set, level);
    if (typeof place !== 'number') return place;
    const { id } = set.document;
    if (set.levels[place]?.isByInvitation !== true) return reject('tier.not_by_invitation', { set: id, level });
    if (placeOfLevel(set, row.level) >= place) return reject('tier.already_reached', { set: id, level: row.level });
    return refusePast(expiresAt, now) ?? decided({ op: 'invite', set: id, level, expiresAt }, { level, expiresAt });
  },
});

interface Answer extends SetInput {
  readonly accept: boolean;
}

/** `{ set, accept }` */
export const answerInvitation: Command<Answer, TiersState> = tierCommand<Answer>({
  name: 'answerInvitation',
  read(input, spot) {
    const object = readObject(input, spot, ['set', 'accept']);
    if (object === null) return null;
    const set = readSet(object, spot);
    const { accept } = object;
    if (typeof accept !== 'boolean') {
      tell(at(spot, 'accept'), 'document.not_a_boolean', 'True or false is expected here.');
      return null;
    }
    return set === null ? null : { set, accept };
  },
  act({ set, row }, { accept }) {
    const { id } = set.document;
    const { invitedLevel: level } = row;
    if (level === '') return reject('tier.not_invited', { set: id });
    return decided(accept ? { op: 'accept', set: id, level } : { op: 'decline', set: id }, { level, accept });
  },
});
