import { reject } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { readInstant, readParts } from '../../wallets/commands/read-input.ts';
import type { TiersState } from '../rules/state.ts';
import { decided, placeIn, refusePast, tierCommand } from './tier-command.ts';
import type { SetInput } from './tier-command.ts';

interface Opening extends SetInput {
  readonly level: string;
  readonly since: number;
  readonly until: number | null;
}

/** As the changes of her levels tell it. */
const openingReason = 'opening';

/**
 * `{ set, level, since, until? }`: the level that she brings with her from elsewhere. She has it, or a higher one that she earns here, until
 * then or for good; it takes nothing from who has more.
 */
export const openTier: Command<Opening, TiersState> = tierCommand<Opening>({
  name: 'openTier',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'level', 'since', 'until'],
      read: (part) => ({
        set: part.text('set', readId),
        level: part.text('level', readId),
        since: part.instant('since'),
        until: part.optional('until', readInstant),
      }),
    }),
  act({ set, row, now }, { level, since, until }) {
    const { id } = set.document;
    const place = placeIn(set, level);
    if (typeof place !== 'number') return place;
    if (since > now) return reject('opening.not_yet', { openedAt: since });
    const isPast = until === null ? null : refusePast(until, now);
    if (isPast !== null) return isPast;
    if (row.assignedLevel !== '') {
      const isSame = row.assignedLevel === level && row.assignedUntil === until && !row.isCap;
      return isSame
        ? reject('tier.opened', { set: id, level })
        : reject('tier.given_by_hand', { set: id, level: row.assignedLevel });
    }
    return decided(
      { op: 'assign', set: id, level, until, isCap: false, reason: openingReason, since },
      { level, until },
    );
  },
});
