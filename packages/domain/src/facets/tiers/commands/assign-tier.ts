import { reject } from '../../../kernel/command.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { readInstant, readParts, readReason } from '../../wallets/commands/read-input.ts';
import { placeOfLevel } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { decided, placeIn, refusePast, tierCommand } from './tier-command.ts';
import type { SetInput } from './tier-command.ts';

interface Assignment extends SetInput {
  readonly level: string;
  readonly reason: string;
  readonly until: number | null;
}

/**
 * `{ set, level, reason, until? }`: she has this level, or a higher one that she has earned, until then or for good. A level below the one
 * that she has is one that she does not exceed.
 */
export const assignTier: Command<Assignment, TiersState> = tierCommand<Assignment>({
  name: 'assignTier',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'level', 'reason', 'until'],
      read: (part) => ({
        set: part.text('set', readId),
        level: part.text('level', readId),
        reason: part.text('reason', readReason),
        until: part.optional('until', readInstant),
      }),
    }),
  act({ set, row, now }, { level, reason, until }) {
    const place = placeIn(set, level);
    if (typeof place !== 'number') return place;
    const isPast = until === null ? null : refusePast(until, now);
    if (isPast !== null) return isPast;
    const isCap = place < placeOfLevel(set, row.level);
    return decided({ op: 'assign', set: set.document.id, level, until, isCap, reason }, { level, until, isCap });
  },
});

interface Ending extends SetInput {
  readonly reason: string;
}

const readEnding: Command<Ending, TiersState>['read'] = (input, spot) =>
  readParts(input, spot, {
    keys: ['set', 'reason'],
    read: (part) => ({ set: part.text('set', readId), reason: part.text('reason', readReason) }),
  });

/** `{ set, reason }`: she has what she has earned again. */
export const endAssignment: Command<Ending, TiersState> = tierCommand<Ending>({
  name: 'endAssignment',
  read: readEnding,
  act({ set, row }, { reason }) {
    const { id } = set.document;
    if (row.assignedLevel === '') return reject('tier.not_assigned', { set: id });
    return decided({ op: 'end_assignment', set: id, reason }, { level: row.assignedLevel });
  },
});

interface Freeze extends SetInput {
  readonly until: number;
  readonly reason: string;
}

/** `{ set, until, reason }`: she does not come below the level that she has; she may still rise. */
export const freezeTier: Command<Freeze, TiersState> = tierCommand<Freeze>({
  name: 'freezeTier',
  read: (input, spot) =>
    readParts(input, spot, {
      keys: ['set', 'until', 'reason'],
      read: (part) => ({
        set: part.text('set', readId),
        until: part.instant('until'),
        reason: part.text('reason', readReason),
      }),
    }),
  act({ set, row, now }, { until, reason }) {
    const { id } = set.document;
    if (row.level === '') return reject('tier.none_to_freeze', { set: id });
    const { level } = row;
    return refusePast(until, now) ?? decided({ op: 'freeze', set: id, level, until, reason }, { level, until });
  },
});

/** `{ set, reason }`: what would have been her level by now is. */
export const unfreezeTier: Command<Ending, TiersState> = tierCommand<Ending>({
  name: 'unfreezeTier',
  read: readEnding,
  act({ set, row }, { reason }) {
    const { id } = set.document;
    if (row.frozenLevel === '') return reject('tier.not_frozen', { set: id });
    return decided({ op: 'unfreeze', set: id, reason }, { level: row.frozenLevel });
  },
});
