import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MemberId } from '../kernel/steps/steps.ts';
import { createIdentityPolicies, defaultIdentityPolicies } from './identity-policy.ts';
import { resolveIdentities, type IdentityClaim, type IdentityMap } from './resolution.ts';

/** Limits out of the way: with them the outcome may depend on the order, which the merge log then tells. */
const policies = createIdentityPolicies(defaultIdentityPolicies.map((one) => ({ ...one, perMemberMax: 1000 })));

const identity = fc.record({
  type: fc.constantFrom('phone', 'email', 'card_no', 'anonymous_id', 'device_id'),
  value: fc.integer({ min: 1, max: 6 }),
});
const facts = fc.array(
  fc.uniqueArray(identity, { minLength: 1, maxLength: 3, selector: (one) => `${one.type}=${one.value}` }),
  { maxLength: 40 },
);

type Facts = readonly (readonly { readonly type: string; readonly value: number }[])[];

function emptyMap(): IdentityMap {
  return { ownerOf: new Map(), heldBy: new Map(), keptApart: new Set(), released: new Set() };
}

function resolveAll(all: Facts): IdentityMap {
  const map = emptyMap();
  for (const [index, identities] of all.entries()) {
    const claims = identities
      .map(({ type, value }): IdentityClaim => ({ type, hash: `${type}=${value}` }))
      .toSorted((one, other) => policies(one.type).priority - policies(other.type).priority);
    resolveIdentities(map, claims, { candidate: `m${String(index).padStart(3, '0')}` as MemberId, policies });
  }
  return map;
}

function isStrong(hash: string): boolean {
  return policies(hash.split('=')[0] ?? '').strength === 'strong';
}

/** Groups of strong identities that belong together, each sorted, as text. */
function strongGroups(map: IdentityMap): readonly string[] {
  const groups = Map.groupBy(
    [...map.ownerOf].filter(([hash]) => isStrong(hash)),
    ([, owner]) => owner,
  );
  return [...groups.values()]
    .map((group) =>
      group
        .map(([hash]) => hash)
        .toSorted()
        .join(),
    )
    .toSorted();
}

/** The same groups from the facts alone: strong identities seen together, directly or over others. */
function expectedGroups(all: Facts): readonly string[] {
  let groups: Set<string>[] = [];
  for (const identities of all) {
    const strong = identities.map(({ type, value }) => `${type}=${value}`).filter(isStrong);
    if (strong.length === 0) continue;
    const touched = groups.filter((group) => strong.some((hash) => group.has(hash)));
    groups = [
      ...groups.filter((group) => !touched.includes(group)),
      new Set([...strong, ...touched.flatMap((group) => [...group])]),
    ];
  }
  return groups.map((group) => [...group].toSorted().join()).toSorted();
}

it('joins known members exactly by the strong identities seen together, in any order of facts', () => {
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.nat()), (all, random) => {
      const shuffled = all
        .map((fact) => ({ fact, key: random.next().value ?? 0 }))
        .toSorted((one, other) => one.key - other.key)
        .map(({ fact }) => fact);
      expect(strongGroups(resolveAll(all))).toEqual(expectedGroups(all));
      expect(strongGroups(resolveAll(shuffled))).toEqual(expectedGroups(all));
    }),
  );
});

/** Limits that are hit often. */
const limited = createIdentityPolicies(
  defaultIdentityPolicies.map((one) => ({ ...one, perMemberMax: Math.min(one.perMemberMax, 2) })),
);

it('gives each fact to the member of its strongest identity, whatever the limits and the order of arrival', () => {
  fc.assert(
    fc.property(facts, (all) => {
      const map = emptyMap();
      for (const [index, identities] of all.entries()) {
        const claims = identities
          .map(({ type, value }): IdentityClaim => ({ type, hash: `${type}=${value}` }))
          .toSorted((one, other) => limited(one.type).priority - limited(other.type).priority);
        const candidate = `m${String(index).padStart(3, '0')}` as MemberId;
        const { memberId, changes } = resolveIdentities(map, claims, { candidate, policies: limited });
        const strongest = claims.find(({ hash }) => isStrong(hash));
        const alike = claims.filter(({ type }) => type === strongest?.type).map(({ hash }) => map.ownerOf.get(hash));
        if (strongest !== undefined) expect(alike).toContain(memberId);
        for (const change of changes)
          if (change.kind === 'refuse_merge') expect(map.ownerOf.get(change.claim.hash)).not.toBe(change.memberId);
      }
      for (const held of map.heldBy.values()) {
        const counts = Map.groupBy(held.values(), (type) => type);
        for (const [type, own] of counts)
          if (limited(type).strength === 'strong') expect(own.length).toBeLessThanOrEqual(limited(type).perMemberMax);
      }
    }),
  );
});

const oneOfAType = fc.array(fc.uniqueArray(identity, { minLength: 1, maxLength: 4, selector: ({ type }) => type }), {
  maxLength: 40,
});

it('keeps all facts of a strongest identity with one member, whatever weaker ones they share, in any order of arrival', () => {
  fc.assert(
    fc.property(oneOfAType, fc.infiniteStream(fc.nat()), (all, random) => {
      const shuffled = all
        .map((fact) => ({ fact, key: random.next().value ?? 0 }))
        .toSorted((one, other) => one.key - other.key);
      const map = emptyMap();
      const landed: { strongest: string; memberId: MemberId | null }[] = [];
      const takenBy = new Map<MemberId, MemberId>();
      for (const [index, { fact }] of shuffled.entries()) {
        const claims = fact
          .map(({ type, value }): IdentityClaim => ({ type, hash: `${type}=${value}` }))
          .toSorted((one, other) => limited(one.type).priority - limited(other.type).priority);
        const candidate = `m${String(index).padStart(3, '0')}` as MemberId;
        const { memberId, changes } = resolveIdentities(map, claims, { candidate, policies: limited });
        for (const change of changes) if (change.kind === 'merge') takenBy.set(change.absorbed, change.survivor);
        const strongest = claims.find(({ hash }) => isStrong(hash));
        if (strongest !== undefined) landed.push({ strongest: strongest.hash, memberId });
      }
      for (const { strongest, memberId } of landed) {
        let now = memberId;
        for (let next = now; next !== undefined && next !== null; next = takenBy.get(next) ?? null) now = next;
        expect(now).toBe(map.ownerOf.get(strongest));
      }
    }),
  );
});

it('gives every identity one owner, and both directions agree', () => {
  fc.assert(
    fc.property(facts, (all) => {
      const map = resolveAll(all);
      const held = [...map.heldBy].flatMap(([member, identities]) =>
        [...identities.keys()].map((hash) => [hash, member] as const),
      );
      expect(new Map(held)).toEqual(map.ownerOf);
      expect(held).toHaveLength(map.ownerOf.size);
    }),
  );
});
