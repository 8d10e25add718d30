import type { RouteAnswer, Routes } from '@perennial/contracts';
import {
  attributeChangeRows,
  mayChangeAt,
  openView,
  programAt,
  registersFacet,
  registersRulesOf,
} from '@perennial/domain';
import type { AttributeChangeRow } from '@perennial/domain';
import type { Caller } from '../kernel/caller.ts';
import type { MemberPlace } from '../kernel/member-place.ts';
import { readJson } from '../kernel/stored-json.ts';
import type { MemberReader } from '../lifecycle/member-reader.ts';
import { maskField, maskText } from '../personal-data/mask-text.ts';
import { businessSightOf, namesCost } from '../reading/sight.ts';
import { asOfIn } from '../reading/world.ts';
import type { ReadingWorld } from '../reading/world.ts';

type Log = RouteAnswer<Routes['members']['attributeLog']>;

/** What became of every write to a member's locked attributes, and from when on they may change. What looks personal is hidden. */
export async function readAttributeLog(
  { reader, world }: { readonly reader: MemberReader; readonly world: ReadingWorld },
  place: MemberPlace,
  caller: Caller,
): Promise<Log> {
  const asOf = asOfIn(world, undefined);
  const { member, context } = await reader.judge(place, asOf);
  const rows = openView(member, registersFacet).rows(attributeChangeRows).rows();
  const { costs } = businessSightOf(caller);
  const isSeen = (name: string) => costs || !namesCost(name);
  const { locks, days } = registersRulesOf(programAt(context, asOf.at));
  return {
    locks: [...locks]
      .filter(([attribute]) => isSeen(attribute))
      .map(([attribute, lock]) => {
        const log = rows.filter(({ name }) => name === attribute);
        const isGiven = log.some(({ outcome }) => outcome !== 'refused');
        const at = mayChangeAt(lock, log, days);
        const isLocked = isGiven && (at === null || at > asOf.at);
        return { attribute, ...lock, isLocked, mayChangeAt: isLocked ? at : null };
      }),
    items: rows
      .filter(({ name }) => isSeen(name))
      .toSorted((a, b) => b.at - a.at || (a.message < b.message ? 1 : -1))
      .map(itemOf),
  };
}

function itemOf(row: AttributeChangeRow): Log['items'][number] {
  const { name, outcome, at, mayChangeAt: until, message } = row;
  return {
    attribute: name,
    outcome,
    before: maskField(name, readJson(row.before)),
    value: maskField(name, readJson(row.value)),
    by: maskText(row.by),
    reason: maskText(row.reason),
    at,
    mayChangeAt: until,
    reference: maskText(message),
  };
}
