import { canCall, routes } from '@perennial/contracts';
import type { Route, RouteGroup } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phone, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/** What a route shows to somebody who is bound to stores. */
type Verdict =
  /** The same for everybody: there is nothing of members in it. */
  | 'same'
  /** Of one member, who is named in the path, with a body that would do something: not found where she is another store's. */
  | { readonly member: object | null }
  /** Of many members: of his own stores alone, whatever is asked. */
  | { readonly many: string };

/** Reviewed by hand: a route that store staff may call and that stands nowhere here fails the test. */
const verdicts: Readonly<Record<string, Verdict>> = {
  'session.me': 'same',
  'session.signIn': 'same',
  'session.signInByLink': 'same',
  'session.signOut': 'same',
  'session.changePassword': 'same',
  'session.nameFirstAdministrator': 'same',
  'session.secondStep': 'same',
  'session.confirm': 'same',
  'session.list': 'same',
  'session.end': 'same',
  'session.endOthers': 'same',
  'session.factors': 'same',
  'session.addTotp': 'same',
  'session.confirmTotp': 'same',
  'session.removeFactor': 'same',
  'session.renewRecoveryCodes': 'same',
  'session.ways': 'same',
  'session.askPasskey': 'same',
  'session.signInByPasskey': 'same',
  'session.askConfirmation': 'same',
  'session.addPasskey': 'same',
  'session.confirmPasskey': 'same',
  'session.renameFactor': 'same',
  'session.visitProvider': 'same',
  'session.visitProviderAgain': 'same',
  'session.returnFromProvider': 'same',
  'session.identities': 'same',
  'session.unlinkProvider': 'same',
  'installation.get': 'same',
  'members.search': { many: `?q=${encodeURIComponent(phone)}` },
  'members.list': { many: '' },
  'members.get': { member: null },
  'members.explain': { member: null },
  'members.timeline': { member: null },
  'members.stages': { member: null },
  'members.orders': { member: null },
  'members.merges': { member: null },
  'members.addTag': { member: null },
  'members.removeTag': { member: null },
  'members.attributeLog': { member: null },
  'members.setAttributes': { member: { attributes: { colour: 'blue' } } },
  'members.addNote': { member: { text: 'likes tea' } },
  'members.removeNote': { member: null },
  'members.act': 'same',
  'tiers.ofMember': { member: null },
  'tiers.changes': { member: null },
  'tiers.answer': { member: { accept: true } },
  'tiers.claim': { member: { reference: 'A1' } },
  'wallets.ofMember': { member: null },
  'wallets.lots': { member: null },
  'wallets.entries': { member: null },
  'wallets.holds': { member: null },
  'wallets.statement': { member: null },
  'wallets.downloadStatement': { member: null },
  'wallets.previewEarning': { member: { amountMinor: 100 } },
  'wallets.previewFirstEarning': 'same',
  'wallets.redeem': { member: { units: 1 } },
  'wallets.hold': { member: { units: 1, hold: 'basket', minutes: 5 } },
  'wallets.capture': { member: {} },
  'wallets.release': { member: null },
  'wallets.reverse': { member: { reason: 'mistake' } },
  'wallets.transfer': { member: { to: 'phone:+8613900139000', units: 1 } },
  'wallets.act': 'same',
  'wallets.statementKeys': 'same',
  'program.current': 'same',
  'program.fields': 'same',
  'program.publication': 'same',
  'reference.products': 'same',
  'reference.productVersions': 'same',
  'reference.productsCsv': 'same',
  'reference.stores': 'same',
  'reference.storeVersions': 'same',
  'reference.storesCsv': 'same',
  'reference.staff': 'same',
  'reference.staffVersions': 'same',
  'reference.staffCsv': 'same',
  'rates.list': 'same',
  'rates.versions': 'same',
  'rates.csv': 'same',
};

const callable = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
  Object.entries(members)
    .map(([name, route]) => ({ id: `${group}.${name}`, route }))
    .filter(
      ({ route }) => route.access === 'public' || canCall({ kind: 'user', role: 'store_staff' }, route).isAllowed,
    ),
);

let served: ServedPlatform;
let cookie: string;

beforeAll(async () => {
  served = await startServedPlatform();
  const { link } = await served.administrator.users.create({
    body: { email: 'till@example.com', name: 'Till', role: 'store_staff', storeIds: ['s2'] },
  });
  cookie = await served.signInByLink(link.url);
});
afterAll(() => served?.close());

async function call(route: Route, path: string, body: object | null): Promise<{ status: number; text: string }> {
  const json = body === null ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(served.address + path, {
    method: route.method,
    headers: { cookie, ...json, ...(route.command === 'required' ? { 'idempotency-key': crypto.randomUUID() } : {}) },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
}

it('every route that store staff may call has been looked at', () => {
  expect(callable.map(({ id }) => id).toSorted()).toEqual(Object.keys(verdicts).toSorted());
  const naming = callable.filter(({ route }) => route.path.includes('{memberId}')).map(({ id }) => id);
  const ofOne = Object.entries(verdicts).filter(([, verdict]) => verdict !== 'same' && 'member' in verdict);
  expect(ofOne.map(([id]) => id).toSorted()).toEqual(naming.toSorted());
});

describe('store staff of another store', () => {
  it.each(callable)('$id shows and changes nothing of a member', async ({ id, route }) => {
    const verdict = verdicts[id];
    if (verdict === undefined || verdict === 'same') return;
    if ('many' in verdict) {
      const { status, text } = await call(route, route.path + verdict.many, null);
      expect([status, text.includes(served.memberId)]).toEqual([200, false]);
      return;
    }
    for (const named of [served.memberId, `phone:${encodeURIComponent(phone)}`]) {
      const path = route.path
        .replace('{memberId}', named)
        .replace('{noteId}', '00000000-0000-4000-8000-000000000000')
        .replaceAll(/\{(?:lot|entry)\}/g, '1')
        .replaceAll(/\{\w+\}/g, 'vip');
      const { status, text } = await call(route, path, verdict.member);
      expect([named, status, (JSON.parse(text) as { code?: string }).code]).toEqual([named, 404, 'member.not_found']);
    }
  });

  it('move no units of hers among many', async () => {
    const actions = [{ action: 'redeem', member: served.memberId, wallet: 'points', units: 1, key: 'one' }];
    const { status, text } = await call(routes.wallets.act, routes.wallets.act.path, { actions });
    expect([status, text]).toEqual([200, expect.stringContaining('member.not_found')]);
  });

  it('carry out no command on her among many', async () => {
    const commands = [{ member: served.memberId, command: 'tag', input: { tag: 'vip', action: 'add' } }];
    const { status, text } = await call(routes.members.act, routes.members.act.path, { commands });
    expect([status, text]).toEqual([200, expect.stringContaining('member.not_found')]);
    const { tags } = await served.administrator.members.get({ params: { memberId: served.memberId } });
    expect(tags).not.toContain('vip');
  });
});
