import {
  pairKey,
  releaseKey,
  resolveIdentities,
  shardOf,
  type IdentityChange,
  type IdentityMap,
  type IdentityPolicies,
  type MemberId,
} from '@perennial/domain';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import { nobody, type IdentityRow } from '../identity/identity-rows.ts';
import { createMemberId } from '../identity/member-id.ts';
import { createUnionFind } from '../kernel/union-find.ts';
import type { HeadRow, LoggedFact } from '../log/log-rows.ts';
import type { IdentityReads } from './identity-reads.ts';

/** One fact's place and what its identities changed, in the order of the batch. */
export interface ResolvedFact {
  readonly fact: PreparedFact;
  readonly memberId: MemberId | null;
  readonly changes: readonly IdentityChange[];
  /** Absent where nothing but its identities says whose the fact is. */
  readonly ofOrder?: OrderPlacement;
}

/** What its order says of a fact. `memberId` is then the order's owner. */
export interface OrderPlacement {
  /** What an undone merge is split by, instead of what the fact carried. */
  readonly identities: readonly string[];
  /** Whose identity the fact carries, where she is not the owner: what is personal in it is hers. */
  readonly bearer?: MemberId;
  /** Facts of nobody that turned out to be the owner's: they are appended anew before this one. */
  readonly attached?: readonly LoggedFact[];
}

export interface ResolvedBatch {
  readonly facts: readonly ResolvedFact[];
  /** Owners as they were found, and as they are after the batch. */
  readonly ownersBefore: ReadonlyMap<string, MemberId>;
  readonly ownersAfter: ReadonlyMap<string, MemberId>;
  /** Heads of the shards whose members' identities decided something, read before them. */
  readonly headsRead: readonly HeadRow[];
  /** The fact that was given, for one of `facts`: blocked identities are left out of those that carried one. */
  readonly givenOf: (fact: PreparedFact) => PreparedFact;
}

export interface ResolveContext {
  readonly policies: IdentityPolicies;
  readonly shardCount: number;
  readonly nowMs: number;
  /** Owners that need not be read, see `identity-cache.ts`. */
  readonly knownOwner: (hash: string) => MemberId | undefined;
}

const noChanges: readonly IdentityChange[] = [];

/** Finds whose each fact is. Facts whose identities all belong to one member, four in five, cost a look-up each. */
export async function resolveBatch(
  reads: IdentityReads,
  given: readonly PreparedFact[],
  context: ResolveContext,
): Promise<ResolvedBatch> {
  const found = await readOwners(reads, given, context);
  const { facts, givenOf } = leaveBlockedOut(given, found);
  const ownersBefore = new Map(found);
  const map: Draft = { ownerOf: found, heldBy: new Map(), keptApart: new Set(), released: new Set() };
  const members = membersToLoad(facts, found);
  const headsRead =
    members.length === 0
      ? []
      : await loadMembers(reads, { members, facts, map, ownersBefore, shardCount: context.shardCount });
  const resolved = facts.map((fact) => resolveFact(fact, map, context));
  return { facts: resolved, ownersBefore, ownersAfter: map.ownerOf, headsRead, givenOf };
}

interface Draft extends IdentityMap {
  readonly keptApart: Set<string>;
  readonly released: Set<string>;
}

const sameFact = (fact: PreparedFact): PreparedFact => fact;

/** What staff have blocked is held by nobody, and a fact goes by what else it carries. */
function leaveBlockedOut(
  given: readonly PreparedFact[],
  owners: ReadonlyMap<string, MemberId>,
): Pick<ResolvedBatch, 'givenOf'> & { readonly facts: readonly PreparedFact[] } {
  const isBlocked = ({ hash }: { readonly hash: string }) => owners.get(hash) === nobody;
  if (!given.some(({ identities }) => identities.some(isBlocked))) return { facts: given, givenOf: sameFact };
  const givenOf = new Map<PreparedFact, PreparedFact>();
  const facts = given.map((fact) => {
    if (!fact.identities.some(isBlocked)) return fact;
    const changed = { ...fact, identities: fact.identities.filter((identity) => !isBlocked(identity)) };
    givenOf.set(changed, fact);
    return changed;
  });
  return { facts, givenOf: (fact) => givenOf.get(fact) ?? fact };
}

function resolveFact(fact: PreparedFact, map: IdentityMap, context: ResolveContext): ResolvedFact {
  const single = singleOwner(fact, map.ownerOf);
  if (single !== undefined) return { fact, memberId: single, changes: noChanges };
  const candidate = createMemberId(context.nowMs);
  return { fact, ...resolveIdentities(map, fact.identities, { candidate, policies: context.policies }) };
}

/** The one member that all identities belong to, null when there are none, undefined when something has to be decided. */
function singleOwner(fact: PreparedFact, ownerOf: ReadonlyMap<string, MemberId>): MemberId | null | undefined {
  let owner: MemberId | null = null;
  for (const { hash } of fact.identities) {
    const one = ownerOf.get(hash);
    if (one === undefined || (owner !== null && owner !== one)) return undefined;
    owner = one;
  }
  return owner;
}

async function readOwners(
  reads: IdentityReads,
  facts: readonly PreparedFact[],
  context: ResolveContext,
): Promise<Map<string, MemberId>> {
  const owners = new Map<string, MemberId>();
  const unknown = new Set<string>();
  for (const fact of facts) {
    for (const { hash } of fact.identities) {
      if (owners.has(hash) || unknown.has(hash)) continue;
      const owner = context.knownOwner(hash);
      if (owner === undefined) unknown.add(hash);
      else owners.set(hash, owner);
    }
  }
  const rows = unknown.size === 0 ? [] : await reads.readIdentities([...unknown]);
  for (const row of rows) owners.set(row.hash, row.memberId);
  return owners;
}

/**
 * Members about whom something has to be decided: those connected, over the identities of the batch, with a fact that is not
 * simply one member's. More than strictly needed, because what one fact joins decides where the next one goes.
 */
function membersToLoad(facts: readonly PreparedFact[], ownerOf: ReadonlyMap<string, MemberId>): readonly MemberId[] {
  const open = facts.filter((fact) => singleOwner(fact, ownerOf) === undefined);
  if (open.length === 0) return [];
  const groups = createUnionFind();
  for (const fact of facts) {
    const [first, second] = fact.identities;
    // An identity alone joins its owner and nobody else, and whatever else carries it joins her too.
    if (first === undefined || (second === undefined && ownerOf.has(first.hash))) continue;
    for (const { hash } of fact.identities) {
      groups.join(first.hash, hash);
      const owner = ownerOf.get(hash);
      if (owner !== undefined) groups.join(first.hash, owner);
    }
  }
  const openGroups = new Set(open.map((fact) => groups.rootOf(fact.identities[0]?.hash ?? '')));
  return [...new Set(ownerOf.values())].filter((member) => openGroups.has(groups.rootOf(member)));
}

interface LoadRequest {
  readonly members: readonly MemberId[];
  readonly facts: readonly PreparedFact[];
  readonly map: Draft;
  readonly ownersBefore: Map<string, MemberId>;
  readonly shardCount: number;
}

/** Heads first: whoever links an identity to one of these members after this read changes a count that is compared under the lock. */
async function loadMembers(reads: IdentityReads, request: LoadRequest): Promise<readonly HeadRow[]> {
  const places = request.members.map((id) => ({ id, shard: shardOf(id, request.shardCount) }));
  const heads = await reads.readHeads([...new Set(places.map((place) => place.shard))]);
  for (const id of request.members) request.map.heldBy.set(id, new Map());
  const [held, apart] = await Promise.all([
    reads.readIdentitiesOf(places),
    request.members.length < 2 ? [] : reads.readKeptApart(request.members),
    addReleased(reads, request),
  ]);
  for (const row of held) addHeld(request, row);
  for (const [one, other] of apart) request.map.keptApart.add(pairKey(one, other));
  return heads;
}

/** Asked of the facts that have several identities alone: only by another one does an identity come near who has lost it. */
async function addReleased(reads: IdentityReads, { facts, map }: LoadRequest): Promise<void> {
  const current = new Map<string, string>();
  for (const { identities } of facts) {
    if (identities.length < 2) continue;
    for (const { hash, olderHashes } of identities)
      for (const one of [hash, ...(olderHashes ?? [])]) current.set(one, hash);
  }
  if (current.size === 0) return;
  for (const { hash, memberId } of await reads.readReleased([...current.keys()]))
    map.released.add(releaseKey(memberId, current.get(hash) ?? hash));
}

function addHeld({ map, ownersBefore }: LoadRequest, row: IdentityRow): void {
  map.heldBy.get(row.memberId)?.set(row.hash, row.type);
  map.ownerOf.set(row.hash, row.memberId);
  ownersBefore.set(row.hash, row.memberId);
}
