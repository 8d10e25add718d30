import { canCall, routes, urlOf } from '@perennial/contracts';
import type { Route, RouteGroup } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellLinesOf } from '../../cli/testing/page-samples.ts';
import { startServedPlatform } from '../testing/served-platform.ts';
import type { ServedPlatform } from '../testing/served-platform.ts';
import { everybodyOf } from './callers.ts';
import type { AskingCaller } from './callers.ts';
import { addressesOf, pathNames, valuesOf } from './calls.ts';
import { orders, plantEverywhere } from './doors.ts';
import type { Planted } from './doors.ts';
import { freeTextsOf } from './free-texts.ts';
import { marks, marksIn, sentence } from './personal-marks.ts';
import { verdicts } from './verdicts.ts';

const all = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
  Object.entries(members).map(([name, route]): { id: string; route: Route } => ({ id: `${group}.${name}`, route })),
);
const reads = all.filter(({ route }) => route.method === 'GET');
const changes = all.filter(({ route }) => route.method !== 'GET');

let served: ServedPlatform;
let planted: Planted;
let everybody: readonly AskingCaller[];

beforeAll(async () => {
  served = await startServedPlatform();
  planted = await plantEverywhere(served);
  everybody = await everybodyOf(served);
}, 240_000);
afterAll(() => served?.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(
  caller: AskingCaller,
  path: string,
  sent: { method?: string; body?: unknown } = {},
): Promise<Answer> {
  const { method = 'GET', body } = sent;
  const hasBody = body !== undefined;
  const answer = await fetch(served.address + path, {
    method,
    headers: { ...caller.headers, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
    ...(hasBody ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, text: await answer.text() };
}

function change(caller: AskingCaller, id: string, { params = {}, body }: Parts): Promise<Answer> {
  const route = all.find((one) => one.id === id)?.route;
  if (route === undefined) throw new Error(`There is no route ${id}.`);
  return ask(caller, urlOf(route, { params }), { method: route.method, body });
}

/** Only who may upload gets one. */
async function upload({ headers }: AskingCaller): Promise<Answer> {
  const answer = await fetch(`${served.address}/v1/imports/uploads?fileName=orders-${marks.phone}.csv`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: orders,
  });
  return { status: answer.status, text: await answer.text() };
}

interface Parts {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const nicknamed = { field: 'attribute.nickname', operator: 'notNull' };

/** How changes are asked for whose answers could tell. */
function bodiesOf({
  memberId,
  quarantineIds,
}: Planted): Readonly<Record<string, (caller: AskingCaller) => Promise<Parts>>> {
  const [quarantineId = ''] = quarantineIds;
  const tag = { member: memberId, command: 'tag', input: { tag: 'seen', action: 'add' } };
  return {
    'imports.start': async (caller) => {
      const { text } = await upload(caller);
      const { id, mapping } = JSON.parse(text) as { id?: string; mapping?: object };
      return { body: { uploadId: id ?? 'none', mapping: mapping ?? {}, isDryRun: true } };
    },
    'members.act': async () => ({ body: { commands: [tag] } }),
    'members.addTag': async () => ({ params: { memberId, tag: 'seen' } }),
    'members.removeTag': async () => ({ params: { memberId, tag: 'seen' } }),
    'members.searchList': async () => ({
      body: {
        filter: { condition: JSON.stringify({ field: 'purchase.count', operator: '>=', value: 0 }) },
        name: marks.name.slice(0, 1),
        reason: 'she is here',
      },
    }),
    'segments.preview': async () => ({ body: { condition: nicknamed } }),
    'segments.explain': async () => ({ body: { memberId, condition: nicknamed } }),
    'tags.change': async () => {
      const { count: membersMeant } = await served.administrator.members.list();
      return { body: { kind: 'remove', tag: `VIP ${marks.phone}`, filter: {}, membersMeant } };
    },
    'program.startPreview': async () => ({
      body: { documents: (await served.administrator.program.current()).documents },
    }),
    'quarantine.repair': async () => ({
      params: { quarantineId },
      body: { body: { messageId: marks.phone, type: `note ${marks.phone}`, occurredAt: sentence, payload: sentence } },
    }),
    'quarantine.replay': async () => ({ body: { ids: [...quarantineIds] } }),
  };
}

/** Enough of an answer to see in which field it stands. */
function around(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return text.slice(Math.max(0, at - 80), at + mark.length + 20);
}

describe('text that came in from outside', () => {
  it('has a verdict on every route of the contract', () => {
    expect(Object.keys(verdicts).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });

  it('cannot stand in the answer to a change that is said to hold none', () => {
    const telling = changes.flatMap(({ id, route }) =>
      verdicts[id] === 'none' ? freeTextsOf(route).map((text) => `${id}: ${text}`) : [],
    );
    // The type of an identity.
    expect(telling).toEqual(['members.releaseIdentity: identityType']);
  });

  it('is looked for in the answer to every change that hides it', () => {
    const masked = changes.flatMap(({ id }) => (verdicts[id] === 'masked' ? [id] : []));
    expect(Object.keys(bodiesOf(planted)).toSorted()).toEqual(masked.toSorted());
  });

  it('of one woman is in no answer to a change, whoever makes it', async () => {
    const told = new Set<string>();
    for (const caller of everybody) {
      for (const [id, parts] of Object.entries(bodiesOf(planted))) {
        const { status, text } = await change(caller, id, await parts(caller));
        for (const mark of marksIn(text)) told.add(`${caller.name}, ${id}: ${around(text, mark)}`);
        if (caller.name === 'administrator')
          expect([id, status, text.slice(0, 200)]).toEqual([id, 200, text.slice(0, 200)]);
      }
    }
    expect([...told]).toEqual([]);
  });

  it('goes back to who has just sent it, and only where he may reveal it', async () => {
    for (const caller of everybody) {
      const { status, text } = await upload(caller);
      if (status === 403) continue;
      const { isMasked } = JSON.parse(text) as { isMasked: boolean };
      expect([caller.name, isMasked, marksIn(text).length > 0]).toEqual([
        caller.name,
        !caller.mayReveal,
        caller.mayReveal,
      ]);
    }
  });

  it.each(reads)('of one woman is in no answer of $id, whoever asks', async ({ id, route }) => {
    const addresses = addressesOf(id, route, valuesOf(planted));
    const told = new Set<string>();
    const statuses = new Set<number>();
    for (const caller of everybody) {
      for (const path of addresses) {
        const { status, text } = await ask(caller, path);
        if (caller.name === 'administrator') statuses.add(status);
        for (const mark of marksIn(text)) told.add(`${caller.name}: ${around(text, mark)}`);
      }
    }
    expect([...told]).toEqual([]);
    // What is refused to everybody would prove nothing.
    expect([...statuses]).toContain(200);
  });
});

describe('who may reveal it', () => {
  const revealing = all.filter(({ id }) => verdicts[id] === 'with a reason');
  /** What is revealed, by the parameter of the route; of quarantine and imports the first. */
  const subjectOf = ({ path }: Route) => {
    const [name = ''] = pathNames(path);
    const [subject = ''] = valuesOf(planted)[name] ?? [];
    return { params: { [name]: subject }, subject };
  };

  it.each(revealing)('is asked why by $id, and refused without it', async ({ id, route }) => {
    const { params } = subjectOf(route);
    for (const caller of everybody) {
      const isAllowed = canCall(caller.rights, route).isAllowed;
      for (const body of [{}, { reason: '' }, { reason: 'no' }, { reason: 7 }, { reason: 'x'.repeat(501) }]) {
        const { status, text } = await change(caller, id, { params, body });
        expect([caller.name, status, marksIn(text)]).toEqual([caller.name, isAllowed ? 400 : 403, []]);
      }
      const { status } = await change(caller, id, { params, body: { reason: 'she asked for it' } });
      expect([caller.name, status]).toEqual([caller.name, isAllowed ? 200 : 403]);
    }
  });

  it.each(revealing)('sees by $id what was sent, and is written down with what and why', async ({ id, route }) => {
    const { params, subject } = subjectOf(route);
    const operator = everybody.findLast(
      ({ name, rights }) => /^(administrator|operator)$/.test(name) && canCall(rights, route).isAllowed,
    );
    const reason = `to check ${id}`;
    const { status, text } = await change(operator ?? nobody, id, { params, body: { reason } });
    expect([status, marksIn(text)]).toEqual([200, expect.arrayContaining([marks.phone])]);
    const { items } = await served.administrator.audit.list({ query: { limit: 200 } });
    const [entry] = items.filter((one) => one.reason.startsWith(reason));
    expect(entry).toMatchObject({
      action: route.audit,
      subject,
      outcome: 'done',
      actorKind: 'user',
      actor: operator?.id,
    });
  });

  it.each(revealing)('is written down where $id refused somebody', async ({ id, route }) => {
    const { params, subject } = subjectOf(route);
    const analyst = everybody.find(({ name }) => name === 'analyst');
    await change(analyst ?? nobody, id, { params, body: { reason: 'curious' } });
    const { items } = await served.administrator.audit.list({ query: { limit: 200, action: route.audit ?? '' } });
    expect(items[0]).toMatchObject({ subject, outcome: 'refused', actor: analyst?.id });
  });
});

const nobody: AskingCaller = { name: 'nobody', id: '', headers: {}, rights: { kind: 'member' }, mayReveal: false };

describe('what else was found when somebody was erased', () => {
  const callerOf = (name: string) => everybody.find((one) => one.name === name) ?? nobody;
  const listed = async () => (await served.administrator.quarantine.mentions()).items;
  const decide = (name: string, ids: readonly string[], said: { decision: string; reason?: string }) =>
    change(callerOf(name), 'quarantine.decideMentions', { body: { ids, reason: 'looked at it', ...said } });

  it('is listed without what stands in it, and without who she was', async () => {
    const items = await listed();
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      expect(planted.quarantineIds).toContain(item.quarantineId);
      expect(item).toMatchObject({ source: 'shop', type: 'order.paid', why: 'with_others' });
      expect(JSON.stringify(item)).not.toContain(planted.erasedId);
    }
  });

  it.each(['operator', 'analyst', 'store_staff', 'viewer'])('is for no %s to see or to decide', async (role) => {
    const [first] = await listed();
    expect((await ask(callerOf(role), '/v1/quarantine/mentions')).status).toBe(403);
    expect((await decide(role, [first?.quarantineId ?? ''], { decision: 'deleted' })).status).toBe(403);
    expect(await listed()).toContainEqual(first);
  });

  it('is decided about with a reason and by one of two words, and with nothing else', async () => {
    const ids = (await listed()).map(({ quarantineId }) => quarantineId);
    const refused = [
      await decide('administrator', ids, { decision: 'deleted', reason: 'no' }),
      await decide('administrator', ids, { decision: 'removed' }),
      await decide('administrator', [], { decision: 'kept' }),
      await decide('administrator', ['1'], { decision: 'kept' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect((await listed()).map(({ quarantineId }) => quarantineId)).toEqual(ids);
  });

  it('stays where it is somebody else’s, goes where it is hers, and is asked about once', async () => {
    const sent = { type: 'order.paid', identities: { phone: [erasedLater, '13899990000'] }, payload: { orderId: 1 } };
    await served.send([{ messageId: 'm0', type: 'store.visited', identities: { phone: erasedLater }, payload: {} }]);
    await postBroken(['m1', 'm2'].map((messageId) => ({ ...sent, messageId })));
    await served.caughtUp();
    const [found] = (await served.administrator.members.search({ query: { q: erasedLater } })).items;
    const memberId = found?.member.id ?? '';
    const body = { reason: 'asked by letter', confirm: memberId };
    const erased = await served.administrator.members.erase({ params: { memberId }, body });
    const own = (await listed()).filter(({ erasureId }) => erasureId === erased.erasureId);
    const [one = '', other = ''] = own.map(({ quarantineId }) => quarantineId);
    expect([erased.mentionsFound, own.length]).toEqual([2, 2]);
    expect(
      JSON.parse((await decide('administrator', [one], { decision: 'deleted', reason: 'hers alone' })).text),
    ).toEqual({ decided: 1 });
    expect(
      JSON.parse((await decide('administrator', [other], { decision: 'kept', reason: 'of her sister' })).text),
    ).toEqual({ decided: 1 });
    expect(JSON.parse((await decide('administrator', [one, other], { decision: 'deleted' })).text)).toEqual({
      decided: 0,
    });
    const statusOf = async (id: string) => (await ask(callerOf('administrator'), `/v1/quarantine/${id}`)).status;
    expect([await statusOf(one), await statusOf(other)]).toEqual([404, 200]);
    expect((await listed()).filter(({ erasureId }) => erasureId === erased.erasureId)).toEqual([]);
    const { items } = await served.administrator.audit.list({ query: { action: 'quarantine.mention_decided' } });
    const told = items.filter(({ outcome, actor }) => outcome === 'done' && actor === callerOf('administrator').id);
    expect(told.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['2 facts', 'deleted: looked at it'],
      [other, 'kept: of her sister'],
      [one, 'deleted: hers alone'],
    ]);
  });
});

it('answers what the page on it tells to type', async () => {
  const key = everybody.find(({ name }) => name === 'a key with every scope') ?? nobody;
  const calls = shellLinesOf('how-to/reveal-and-decide.md').filter((line) => line.startsWith('curl '));
  const filled = (text: string) =>
    text.replace('IMPORT', planted.importIds[0] ?? '').replace('QUARANTINE', planted.quarantineIds[0] ?? '');
  const statuses = calls.map(async (line) => {
    const [, path = ''] = /http:\/\/127\.0\.0\.1:4600([^\s']+)/.exec(line) ?? [];
    const [, body] = /-d '([^']+)'/.exec(line) ?? [];
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.parse(filled(body)) as unknown };
    return (await ask(key, filled(path), sent)).status;
  });
  expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
});

const erasedLater = '13755550001';

/** What does not fit its schema is answered as quarantined. */
async function postBroken(facts: readonly object[]): Promise<void> {
  const answer = await fetch(`${served.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${served.writeKey}` },
    body: JSON.stringify(facts),
  });
  expect(await answer.json()).toMatchObject({ quarantined: facts.length });
}
