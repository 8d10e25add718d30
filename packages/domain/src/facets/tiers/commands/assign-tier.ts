import { reject } from '../../../kernel/command.ts';
import { at, readId, readObject } from '../../../kernel/documents/read-json.ts';
import type { Command } from '../../../kernel/facet.ts';
import { readOptional } from '../../wallets/documents/read-parts.ts';
import { placeOfLevel } from '../rules/rules.ts';
import type { TiersState } from '../rules/state.ts';
import { decided, placeIn, readInstant, readReason, readSet, refusePast, tierCommand } from './tier-command.ts';
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
  read(input, spot) {
    const object = readObject(input, spot, ['set', 'level', 'reason', 'until']);
    if (object === null) return null;
    const set = readSet(object, spot);
    const level = readId(object['level'], at(spot, 'level'));
    const reason = readReason(object, spot);
    const until = readOptional<number | null>(object['until'], null, (given) => readInstant(given, at(spot, 'until')));
    return set === null || level === null || reason === null || until === undefined
      ? null
      : { set, level, reason, until };
  },
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

function readEnding(...[input, spot]: Parameters<Command<Ending, TiersState>['read']>): Ending | null {
  const object = readObject(input, spot, ['set', 'reason']);
  if (object === null) return null;
  const set = readSet(object, spot);
  const reason = readReason(object, spot);
  return set === null || reason === null ? null : { set, reason };
}

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
  read(input, spot) {
    const object = readObject(input, spot, ['set', 'until', 'reason']);
    if (object === null) return null;
    const set = readSet(object, spot);
    const until = readInstant(object['until'], at(spot, 'until'));
    const reason = readReason(object, spot);
    return set === null || until === null || reason === null ? null : { set, until, reason };
  },
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
