import { advanceTo, type AnyRowKind, type Member } from '@perennial/domain';
import { applyList } from '../fold/apply-lists.ts';
import type { FoldSnapshot, FoldStore, MemberKey, ResourceAsk } from '../fold/fold-store.ts';
import { gather } from '../fold/gather.ts';
import { createMemberList, type MemberList } from '../fold/member-list.ts';
import type { Programs } from '../fold/programs.ts';
import { goThrough, supply } from '../fold/supply.ts';
import { loadEverything, loadKinds, type RowsOf } from './everything.ts';

/** Brings one member and, for merges still waiting, those she absorbs to date in memory. */
async function listsOf(snapshot: FoldSnapshot, key: MemberKey): Promise<Map<string, MemberList> | null> {
  const [member] = await snapshot.openMembers([key]);
  if (member === undefined) return null;
  const steps = await snapshot.readMemberSteps(key, member.position, Number.MAX_SAFE_INTEGER);
  if (steps.length === 0) return new Map([[member.id, createMemberList(member, [])]]);
  return gather(snapshot, steps);
}

/** Each round loads what the one before asked for; more than this many would mean that nothing is gained by it. */
const roundsMax = 64;

export interface MemberAsked {
  readonly key: MemberKey;
  readonly asOf: number;
  /** Everything unless said; a list: of nothing but these kinds is anything asked. */
  readonly of?: RowsOf | readonly AnyRowKind[];
}

/**
 * The member as she is at `asOf` (epoch milliseconds, not before the last fact): stored state, plus the facts that wait in
 * her log, plus the wakes and program versions due until then, computed on a copy. So a stage is right however late the
 * worker is, and a caller sees what he has just sent. All rows that hold are loaded, or those of
 * the kinds that are asked for, and of `then` those too that have ended since, for a look at a past instant. Null when there is
 * no such member. Throws when one of her steps cannot be applied; `parked_member` holds the same error.
 */
export async function readMember(
  store: Pick<FoldStore, 'snapshot'>,
  programs: Programs,
  request: MemberAsked,
): Promise<Member | null> {
  return store.snapshot('read-member', (snapshot) => bringToDate(snapshot, programs, request));
}

/** The same within a snapshot, for who goes on with her copy. */
export async function bringToDate(
  snapshot: FoldSnapshot,
  programs: Programs,
  request: MemberAsked,
): Promise<Member | null> {
  const lists = await listsOf(snapshot, request.key);
  const list = lists?.get(request.key.id);
  if (lists === null || list === undefined) return null;
  await programs.ensure(await snapshot.latestProgramVersion());
  const { context } = programs;
  const members = [...lists.values()].map((one) => one.member);
  if (typeof request.of === 'object') await loadKinds(snapshot, members, request.of);
  else await loadEverything(snapshot, members, 'now');
  // What a step waiting in the log would be granted is decided when it is folded: a view shows it with nothing.
  const use = { reads: snapshot, context, take: async (asks: readonly ResourceAsk[]) => asks.map(() => 0) };
  for (let round = 0; ; round += 1) {
    if (round > roundsMax) throw new Error('a member needed more rounds than any may');
    applyList(lists, list, { context, upTo: Infinity });
    const waiting = [...lists.values()].flatMap(({ member, stop }) =>
      typeof stop === 'object' && 'missing' in stop ? [{ member, ...stop }] : [],
    );
    if (waiting.length === 0) break;
    await supply(waiting, use);
  }
  if (typeof list.stop === 'object' && 'error' in list.stop)
    throw new Error('a step of this member cannot be applied', { cause: list.stop.error });
  const { member } = list;
  if (member.status === 'live' && request.asOf > member.clockAt)
    await goThrough([member], (one) => advanceTo(one, request.asOf, context), use);
  // After her steps: what waits in the log is folded by rows that hold, as a worker folds it.
  if (request.of === 'then') await loadEverything(snapshot, [member], 'then');
  return member;
}
