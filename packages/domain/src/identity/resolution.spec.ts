import { describe, expect, it } from 'vitest';
import type { MemberId } from '../kernel/steps/steps.ts';
import { createIdentityPolicies, defaultIdentityPolicies } from './identity-policy.ts';
import { pairKey, releaseKey, resolveIdentities, type IdentityClaim, type IdentityMap } from './resolution.ts';

const policies = createIdentityPolicies();
const claim = (text: string): IdentityClaim => {
  const [type = '', value = ''] = text.split('=');
  return { type, hash: `${type}=${value}` };
};

/** A world that facts are resolved in, one after the other. New members take the ids m1, m2 … */
function createWorld(
  options: {
    readonly keptApart?: ReadonlySet<string>;
    readonly released?: ReadonlySet<string>;
    readonly policies?: typeof policies;
  } = {},
) {
  const map: IdentityMap = {
    ownerOf: new Map(),
    heldBy: new Map(),
    keptApart: options.keptApart ?? new Set(),
    released: options.released ?? new Set(),
  };
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
    expect(world.fact('card_no=2', 'email=b').memberId).toBe('m002');
  });

  it('makes a new member of a strongest identity that the holder of a weaker one may not take', () => {
    const world = createWorld();
    world.fact('wechat_unionid=u1', 'card_no=1');
    expect(world.fact('wechat_unionid=u2', 'card_no=1')).toMatchObject({
      memberId: 'm002',
      changes: [
        { kind: 'create', memberId: 'm002' },
        { kind: 'link', memberId: 'm002' },
        { kind: 'refuse_merge', memberId: 'm002', other: 'm001', claim: claim('card_no=1'), reason: 'limit' },
      ],
    });
    expect(world.fact('card_no=1').memberId).toBe('m001');
  });

  it('takes no customer away from her card by an e-mail address that is on a dozen of them', () => {
    const world = createWorld();
    const cards = Array.from({ length: 12 }, (_, n) => `external_id:till=${n}`);
    for (const card of cards) world.fact(card, 'email=shop');
    const owners = cards.map((card) => world.fact(card).memberId);
    expect(new Set(owners).size).toBe(8);
    expect(new Set(owners.slice(5)).size).toBe(7);
    expect(cards.map((card) => world.fact(card, 'email=shop').memberId)).toEqual(owners);
  });

  it('goes by the one that is known of two of a type', () => {
    const world = createWorld();
    world.fact('wechat_unionid=u2', 'card_no=1');
    expect(world.fact('wechat_unionid=u1', 'wechat_unionid=u2')).toMatchObject({
      memberId: 'm001',
      kinds: ['refuse_link'],
    });
  });

  it('takes a weaker holder that has room before a new member', () => {
    const world = createWorld();
    world.fact('wechat_unionid=u1', 'card_no=1');
    world.fact('email=a');
    expect(world.fact('wechat_unionid=u2', 'card_no=1', 'email=a').memberId).toBe('m002');
  });

  it('gives an anonymous visitor the strongest identity that nobody else may take', () => {
    const world = createWorld();
    world.fact('wechat_unionid=u1', 'card_no=1');
    world.fact('anonymous_id=x');
    expect(world.fact('wechat_unionid=u2', 'card_no=1', 'anonymous_id=x').memberId).toBe('m002');
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

describe('an identity that was taken off a member', () => {
  const first = 'm001' as MemberId;
  const released = new Set([releaseKey(first, 'phone=1')]);

  it('goes to whom it newly belongs, and never joins the two', () => {
    const world = createWorld({ released });
    world.fact('user_id=old');
    expect(world.fact('phone=1', 'user_id=new').memberId).toBe('m002');
    expect(world.fact('phone=1').memberId).toBe('m002');
    expect(world.fact('phone=1', 'user_id=old')).toMatchObject({
      memberId: 'm002',
      changes: [{ kind: 'refuse_merge', other: 'm001', claim: claim('user_id=old'), reason: 'released' }],
    });
    expect(world.fact('user_id=old').memberId).toBe('m001');
  });

  it('is not linked to her again by a record that still carries it', () => {
    const world = createWorld({ released });
    world.fact('user_id=old');
    expect(world.fact('phone=1', 'user_id=old')).toMatchObject({
      memberId: 'm002',
      kinds: ['create', 'link', 'refuse_merge'],
    });
  });

  it('keeps a weaker one off as well', () => {
    const world = createWorld({ released: new Set([releaseKey(first, 'email=a')]) });
    world.fact('phone=1');
    expect(world.fact('phone=1', 'email=a')).toMatchObject({
      memberId: 'm001',
      changes: [{ kind: 'refuse_link', reason: 'released' }],
    });
  });

  it('says nothing of what joins the two by other evidence', () => {
    const world = createWorld({ released });
    world.fact('user_id=old');
    world.fact('phone=1', 'email=a');
    expect(world.fact('user_id=old', 'email=a').kinds).toEqual(['merge']);
  });
});

describe('policies', () => {
  it('are found by type, by family, or fall back to a strong external id', () => {
    expect(policies('phone').perMemberMax).toBe(3);
    expect(policies('external_id:shop')).toBe(defaultIdentityPolicies.find((one) => one.type === 'external_id:*'));
    expect(policies('loyalty_app')).toMatchObject({ strength: 'strong', normaliser: 'exact' });
  });
});
