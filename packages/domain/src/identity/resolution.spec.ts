import { describe, expect, it } from 'vitest';
import type { MemberId } from '../kernel/steps/steps.ts';
import { createIdentityPolicies, defaultIdentityPolicies } from './identity-policy.ts';
import { pairKey, resolveIdentities, type IdentityClaim, type IdentityMap } from './resolution.ts';

const policies = createIdentityPolicies();
const claim = (text: string): IdentityClaim => {
  const [type = '', value = ''] = text.split('=');
  return { type, hash: `${type}=${value}` };
};

/** A world that facts are resolved in, one after the other. New members take the ids m1, m2 … */
function createWorld(options: { readonly keptApart?: ReadonlySet<string>; readonly policies?: typeof policies } = {}) {
  const map: IdentityMap = { ownerOf: new Map(), heldBy: new Map(), keptApart: options.keptApart ?? new Set() };
  let made = 0;
  return {
    map,
    fact(...identities: readonly string[]) {
      made += 1;
      const candidate = `m${String(made).padStart(3, '0')}` as MemberId;
      const claims = identities
        .map(claim)
        .toSorted((one, other) => policies(one.type).priority - policies(other.type).priority);
      const { memberId, changes } = resolveIdentities(map, claims, {
        candidate,
        policies: options.policies ?? policies,
      });
      return { memberId, kinds: changes.map((change) => change.kind), changes };
    },
  };
}

describe('resolving identities', () => {
  it('names nobody without identities', () => {
    expect(createWorld().fact()).toMatchObject({ memberId: null, kinds: [] });
  });

  it('makes a member once and finds her by any identity', () => {
    const world = createWorld();
    expect(world.fact('phone=1', 'email=a').kinds).toEqual(['create', 'link', 'link']);
    expect(world.fact('email=a')).toMatchObject({ memberId: 'm001', kinds: [] });
    expect(world.fact('phone=1', 'card_no=9')).toMatchObject({ memberId: 'm001', kinds: ['link'] });
  });

  it('lets the older of two known members survive, whichever is named first', () => {
    const world = createWorld();
    world.fact('email=a');
    world.fact('phone=1');
    expect(world.fact('phone=1', 'email=a')).toMatchObject({
      memberId: 'm001',
      changes: [{ survivor: 'm001', absorbed: 'm002', reason: 'strong' }],
    });
  });

  it('lets a known member survive an older anonymous one', () => {
    const world = createWorld();
    world.fact('anonymous_id=x');
    world.fact('phone=1');
    expect(world.fact('phone=1', 'anonymous_id=x')).toMatchObject({
      memberId: 'm002',
      changes: [{ survivor: 'm002', absorbed: 'm001', reason: 'anonymous_history' }],
    });
  });

  it('makes an anonymous member known when the one who signs in is new', () => {
    const world = createWorld();
    world.fact('anonymous_id=x');
    expect(world.fact('phone=1', 'anonymous_id=x')).toMatchObject({ memberId: 'm001', kinds: ['link'] });
  });

  it('never joins two known members by a browser, and makes a new one of a stranger on a known browser', () => {
    const world = createWorld();
    world.fact('phone=1', 'anonymous_id=x');
    expect(world.fact('phone=2', 'anonymous_id=x')).toMatchObject({
      memberId: 'm002',
      kinds: ['create', 'link', 'move'],
    });
    expect(world.fact('anonymous_id=x').memberId).toBe('m002');
    expect(world.fact('phone=1').memberId).toBe('m001');
  });

  it('does not join two known members by browser and device either', () => {
    const world = createWorld();
    world.fact('phone=1', 'anonymous_id=x');
    world.fact('phone=2', 'device_id=y');
    expect(world.fact('anonymous_id=x', 'device_id=y')).toMatchObject({ memberId: 'm001', kinds: [] });
  });

  it('refuses a join beyond a limit, and goes by the strongest identity', () => {
    const world = createWorld();
    world.fact('wechat_unionid=u1', 'card_no=1');
    world.fact('wechat_unionid=u2', 'card_no=2');
    expect(world.fact('wechat_unionid=u1', 'card_no=2')).toMatchObject({
      memberId: 'm001',
      changes: [{ kind: 'refuse_merge', other: 'm002', reason: 'limit' }],
    });
    expect(world.fact('wechat_unionid=u3', 'card_no=1')).toMatchObject({ memberId: 'm001', kinds: ['refuse_link'] });
  });

  it('links no more than the limit even for a new member', () => {
    const world = createWorld();
    expect(world.fact('wechat_unionid=u1', 'wechat_unionid=u2').kinds).toEqual(['create', 'link', 'refuse_link']);
  });

  it('keeps apart whom an operator took apart', () => {
    const world = createWorld({ keptApart: new Set([pairKey('m001' as MemberId, 'm002' as MemberId)]) });
    world.fact('phone=1');
    world.fact('email=a');
    expect(world.fact('phone=1', 'email=a')).toMatchObject({
      memberId: 'm001',
      changes: [{ kind: 'refuse_merge', reason: 'kept_apart' }],
    });
  });
});

describe('policies', () => {
  it('are found by type, by family, or fall back to a strong external id', () => {
    expect(policies('phone').perMemberMax).toBe(3);
    expect(policies('external_id:shop')).toBe(defaultIdentityPolicies.find((one) => one.type === 'external_id:*'));
    expect(policies('loyalty_app')).toMatchObject({ strength: 'strong', normaliser: 'exact' });
  });
});
