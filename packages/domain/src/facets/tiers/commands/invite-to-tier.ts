import { reject } from '../../../kernel/command.ts';
import { readId, tell } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { readParts } from '../../wallets/commands/read-input.ts';
import type { PartReader } from '../../wallets/commands/read-input.ts';
import { placeOfLevel } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { decided, placeIn, refusePast, tierCommand } from './tier-command.ts';
import type { SetInput } from './tier-command.ts';

interface Invitation extends SetInput {
  readonly level: string;
  readonly expiresAt: number;
}

/** `{ set, level, expiresAt }`: she may take a level that nobody earns. Another invitation takes the place of one that is open. */
export const inviteToTier: Command<Invitation, TiersState> = tierCommand<Invitation>({
  name: 'inviteToTier',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'level', 'expiresAt'],
      read: (part) => ({
        set: part.text('set', readId),
        level: part.text('level', readId),
        expiresAt: part.instant('expiresAt'),
      }),
    }),
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

function isTrue(part: PartReader): boolean {
  const accept = part.value('accept');
  if (typeof accept !== 'boolean')
    tell(part.spot('accept'), 'document.not_a_truth_value', 'true or false is expected here.');
  return accept === true;
}

/** `{ set, accept }` */
export const answerInvitation: Command<Answer, TiersState> = tierCommand<Answer>({
  name: 'answerInvitation',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'accept'],
      read: (part) => ({ set: part.text('set', readId), accept: isTrue(part) }),
    }),
  act({ set, row }, { accept }) {
    const { id } = set.document;
    const { invitedLevel: level } = row;
    if (level === '') return reject('tier.not_invited', { set: id });
    return decided(accept ? { op: 'accept', set: id, level } : { op: 'decline', set: id }, { level, accept });
  },
});
