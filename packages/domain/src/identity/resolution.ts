import type { MemberId } from '../kernel/steps/steps.ts';
import type { IdentityPolicies } from './identity-policy.ts';

/** An identity that a fact carries, already normalised and blinded. */
export interface IdentityClaim {
  readonly type: string;
  /** Blind index, UUID text. */
  readonly hash: string;
}

/** Which member holds what, while a batch is resolved. The resolver changes it as facts are resolved in order. */
export interface IdentityMap {
  readonly ownerOf: Map<string, MemberId>;
  /** Identities by member, hash to type. A member that is not here was not loaded, and is not needed. */
  readonly heldBy: Map<MemberId, Map<string, string>>;
  /** Pairs that an operator took apart, see `pairKey`: what joined them once does not join them again. */
  readonly keptApart: ReadonlySet<string>;
  /** Identities that were taken off a member, see `releaseKey`: what carries one of them is no longer evidence about her. */
  readonly released: ReadonlySet<string>;
}

export type RefusalReason = 'limit' | 'kept_apart' | 'released';

export type IdentityChange =
  | { readonly kind: 'create'; readonly memberId: MemberId }
  | { readonly kind: 'link'; readonly claim: IdentityClaim; readonly memberId: MemberId }
  /** A weak identity goes to the last who signed in on it. */
  | { readonly kind: 'move'; readonly claim: IdentityClaim; readonly from: MemberId; readonly to: MemberId }
  | {
      readonly kind: 'merge';
      readonly survivor: MemberId;
      readonly absorbed: MemberId;
      readonly identities: readonly string[];
      /** `staff`: somebody said that they are one. */
      readonly reason: 'strong' | 'anonymous_history' | 'staff';
    }
  | {
      readonly kind: 'refuse_link';
      readonly claim: IdentityClaim;
      readonly memberId: MemberId;
      readonly reason: RefusalReason;
    }
  | {
      readonly kind: 'refuse_merge';
      readonly memberId: MemberId;
      readonly other: MemberId;
      /** What the other one holds, by which they would have been joined. */
      readonly claim: IdentityClaim;
      readonly reason: RefusalReason;
    };

export interface Resolution {
  /** Null: the fact names nobody. */
  readonly memberId: MemberId | null;
  readonly changes: readonly IdentityChange[];
}

export function pairKey(one: MemberId, other: MemberId): string {
  return one < other ? `${one}/${other}` : `${other}/${one}`;
}

export function releaseKey(member: MemberId, hash: string): string {
  return `${member}/${hash}`;
}

interface ResolveOptions {
  /** The id that a new member would take. */
  readonly candidate: MemberId;
  readonly policies: IdentityPolicies;
}

/**
 * Decides whose a fact is, and what its identities join. Claims are sorted strongest first by the caller.
 *
 * 1. Strong identities join their members, the older one survives, unless a limit or an operator forbids it. The fact goes to the
 *    member of its strongest identity, who is made where nobody who holds another may take it: a weaker identity that many share,
 *    as an e-mail address on a dozen cards, never takes a fact away from a stronger one.
 * 2. A member known only by weak identities is absorbed by any other that is seen together with it.
 * 3. Weak identities never join two members that hold strong ones. Seen with a strong identity, a weak one moves to that
 *    member: later anonymous facts are hers.
 */
export function resolveIdentities(
  map: IdentityMap,
  claims: readonly IdentityClaim[],
  options: ResolveOptions,
): Resolution {
  if (claims.length === 0) return { memberId: null, changes: [] };
  const work: Work = { map, claims, policies: options.policies, changes: [] };
  const strong = claims.filter((claim) => options.policies(claim.type).strength === 'strong');
  const weak = claims.filter((claim) => options.policies(claim.type).strength === 'weak');
  let member = startOf(work, strong, weak) ?? create(work, options.candidate);
  for (const claim of strong) member = joinStrong(work, member, claim);
  const joinWeak = strong.length > 0 ? joinSignedIn : joinAnonymous;
  for (const claim of weak) member = joinWeak(work, member, claim);
  return { memberId: member, changes: work.changes };
}

/** Whether two members may become one, and if not, why. */
export function mergeRefusal(
  map: IdentityMap,
  pair: readonly [MemberId, MemberId],
  policies: IdentityPolicies,
): RefusalReason | null {
  const [one, other] = pair;
  if (map.keptApart.has(pairKey(one, other))) return 'kept_apart';
  for (const type of new Set(heldBy(map, other).values())) {
    if (countOf(map, one, type) + countOf(map, other, type) > policies(type).perMemberMax) return 'limit';
  }
  return null;
}

interface Work {
  readonly map: IdentityMap;
  /** Of the fact. */
  readonly claims: readonly IdentityClaim[];
  readonly policies: IdentityPolicies;
  readonly changes: IdentityChange[];
}

/**
 * The member of the strongest identity, of several of its type of the first that anybody holds, or who holds another and may take it; a signed-in fact never starts from a weak identity that
 * belongs to somebody known.
 */
function startOf(work: Work, strong: readonly IdentityClaim[], weak: readonly IdentityClaim[]): MemberId | undefined {
  const [strongest] = strong;
  if (strongest === undefined) return firstOwner(work, weak);
  const alike = strong.filter(({ type }) => type === strongest.type);
  return (
    firstOwner(work, alike) ??
    firstOwner(work, strong, (owner) => linkRefusal(work, owner, strongest) === null) ??
    firstOwner(work, weak, (owner) => isWeakOnly(work, owner))
  );
}

function firstOwner(
  { map }: Work,
  claims: readonly IdentityClaim[],
  isFit: (owner: MemberId) => boolean = () => true,
): MemberId | undefined {
  for (const claim of claims) {
    const owner = map.ownerOf.get(claim.hash);
    if (owner !== undefined && isFit(owner)) return owner;
  }
  return undefined;
}

function joinStrong(work: Work, member: MemberId, claim: IdentityClaim): MemberId {
  const owner = work.map.ownerOf.get(claim.hash);
  if (owner === member) return member;
  return owner === undefined ? link(work, member, claim) : merge(work, { member, owner, claim });
}

function joinSignedIn(work: Work, member: MemberId, claim: IdentityClaim): MemberId {
  const owner = work.map.ownerOf.get(claim.hash);
  if (owner === member) return member;
  if (owner === undefined) return link(work, member, claim);
  return isWeakOnly(work, owner)
    ? merge(work, { member, owner, claim })
    : move(work, claim, { from: owner, to: member });
}

function joinAnonymous(work: Work, member: MemberId, claim: IdentityClaim): MemberId {
  const owner = work.map.ownerOf.get(claim.hash);
  if (owner === member) return member;
  if (owner === undefined) return link(work, member, claim);
  return isWeakOnly(work, owner) || isWeakOnly(work, member) ? merge(work, { member, owner, claim }) : member;
}

function create(work: Work, memberId: MemberId): MemberId {
  work.map.heldBy.set(memberId, new Map());
  work.changes.push({ kind: 'create', memberId });
  return memberId;
}

function link(work: Work, member: MemberId, claim: IdentityClaim): MemberId {
  const refusal = linkRefusal(work, member, claim);
  if (refusal !== null) {
    work.changes.push({ kind: 'refuse_link', claim, memberId: member, reason: refusal });
    return member;
  }
  work.map.ownerOf.set(claim.hash, member);
  heldOrNew(work.map, member).set(claim.hash, claim.type);
  work.changes.push({ kind: 'link', claim, memberId: member });
  return member;
}

/** Whether a member may take an identity that nobody holds, and if not, why. */
function linkRefusal({ map, policies }: Work, member: MemberId, claim: IdentityClaim): RefusalReason | null {
  if (map.released.has(releaseKey(member, claim.hash))) return 'released';
  return countOf(map, member, claim.type) >= policies(claim.type).perMemberMax ? 'limit' : null;
}

interface Joining {
  /** Whose the fact is so far. */
  readonly member: MemberId;
  readonly owner: MemberId;
  /** What the owner holds. */
  readonly claim: IdentityClaim;
}

/** Who survives does not depend on who came first in the fact: known over anonymous, then the older id. */
function merge(work: Work, { member: one, owner: other, claim }: Joining): MemberId {
  const isReleased = work.claims.some(({ hash }) =>
    [one, other].some((member) => work.map.released.has(releaseKey(member, hash))),
  );
  const refusal = isReleased ? 'released' : mergeRefusal(work.map, [one, other], work.policies);
  if (refusal !== null) {
    work.changes.push({ kind: 'refuse_merge', memberId: one, other, claim, reason: refusal });
    return one;
  }
  const oneIsWeak = isWeakOnly(work, one);
  const otherIsWeak = isWeakOnly(work, other);
  const oneSurvives = oneIsWeak === otherIsWeak ? one < other : otherIsWeak;
  const [survivor, absorbed] = oneSurvives ? [one, other] : [other, one];
  absorb(work, { survivor, absorbed, reason: oneIsWeak || otherIsWeak ? 'anonymous_history' : 'strong' });
  return survivor;
}

function absorb(
  work: Work,
  pair: { survivor: MemberId; absorbed: MemberId; reason: 'strong' | 'anonymous_history' },
): void {
  const moved = heldBy(work.map, pair.absorbed);
  const own = heldOrNew(work.map, pair.survivor);
  for (const [hash, type] of moved) {
    own.set(hash, type);
    work.map.ownerOf.set(hash, pair.survivor);
  }
  work.map.heldBy.delete(pair.absorbed);
  work.changes.push({ kind: 'merge', ...pair, identities: [...moved.keys()] });
}

function move(work: Work, claim: IdentityClaim, way: { from: MemberId; to: MemberId }): MemberId {
  heldOrNew(work.map, way.from).delete(claim.hash);
  heldOrNew(work.map, way.to).set(claim.hash, claim.type);
  work.map.ownerOf.set(claim.hash, way.to);
  work.changes.push({ kind: 'move', claim, ...way });
  return way.to;
}

const holdsNothing: ReadonlyMap<string, string> = new Map();

function heldBy(map: IdentityMap, member: MemberId): ReadonlyMap<string, string> {
  return map.heldBy.get(member) ?? holdsNothing;
}

function heldOrNew(map: IdentityMap, member: MemberId): Map<string, string> {
  const held = map.heldBy.get(member) ?? new Map<string, string>();
  map.heldBy.set(member, held);
  return held;
}

function isWeakOnly(work: Work, member: MemberId | undefined): boolean {
  if (member === undefined) return false;
  for (const type of heldBy(work.map, member).values()) if (work.policies(type).strength === 'strong') return false;
  return true;
}

function countOf(map: IdentityMap, member: MemberId, type: string): number {
  let count = 0;
  for (const one of heldBy(map, member).values()) if (one === type) count += 1;
  return count;
}
