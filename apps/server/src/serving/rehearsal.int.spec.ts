import type { RouteResult, Routes } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs } from './testing/served-platform.ts';
import { startToyServer, toyDocuments } from './testing/toy-server.ts';
import type { ToyServer } from './testing/toy-server.ts';

/*
 * What a draft would have changed, by HTTP. Cards of the toys stand for whatever a facet counts: Ann stamps three, Bob two, Caz none.
 */

type Rehearsal = RouteResult<Routes['program']['rehearsal']>;
type Documents = Readonly<Record<string, unknown>>;
type Asked = Readonly<Record<string, unknown>>;

let toy: ToyServer;
let inForce: Documents;

const coffee = 'stamp-cards/coffee.json';
const coffeeOf = (stampsNeeded: number) => ({ name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded, validDays: 7 });
const body = (asked: Asked) => JSON.parse(JSON.stringify(asked));

let serial = 0;
function stamp(phone: string): object {
  serial += 1;
  const occurredAt = new Date().toISOString();
  const of = { type: 'stamp.given', channel: 'shop', identities: { phone }, payload: { card: 'coffee' } };
  return { messageId: `rehearsed-${serial}`, occurredAt, ...of };
}
const [ann, bob] = ['+8613907150001', '+8613907150002'] as const;

async function ended(asked: Asked): Promise<Rehearsal> {
  const { program } = toy.administrator;
  const { id } = await program.startRehearsal({ body: body(asked) });
  const rehearsal = () => program.rehearsal({ params: { rehearsalId: id } });
  await expect.poll(async () => (await rehearsal()).status, { timeout: 30_000 }).toBe('succeeded');
  return rehearsal();
}

const draft = (stampsNeeded: number) => ({ documents: { ...inForce, [coffee]: coffeeOf(stampsNeeded) } });

function gainsOf({ result }: Rehearsal) {
  return result?.gains.find(({ line }) => line?.document === coffee) ?? expect.fail('nobody gains anything');
}

beforeAll(async () => {
  toy = await startToyServer();
  const { program } = toy.administrator;
  const current = await program.current();
  const documents = body({ ...current.documents, ...toyDocuments() });
  const created = await program.createDraft({ body: { name: 'Toys', documents } });
  await program.publish({
    body: { draftId: created.id, revision: created.revision, currentVersion: current.version },
  });
  inForce = documents;
  await toy.stock('coffee', [5, 5, 5, 5]);
  await toy.send([stamp(ann), stamp(ann), stamp(ann), stamp(bob), stamp(bob)]);
  await toy.caughtUp();
});
afterAll(() => toy?.close());

describe('a rehearsal', () => {
  it('says who wins and loses, and what it costs; each line opens to members, and one of them to why', async () => {
    const { program } = toy.administrator;
    const rehearsal = await ended(draft(2));
    expect(rehearsal).toMatchObject({ against: 'live', from: null, to: null, backfill: 'recorded' });
    expect(rehearsal.result).toMatchObject({ costMinor: { base: 500, draft: 1000 }, failed: { members: 0 } });
    const { winners, losers } = gainsOf(rehearsal);
    expect([winners, losers]).toMatchObject([
      { members: 1, amount: 1 },
      { members: 0, amount: 0 },
    ]);
    const rehearsalId = rehearsal.id;
    const opened = await program.rehearsalMembers({ params: { rehearsalId }, query: { list: winners.list } });
    expect(opened).toMatchObject({ members: 1, nextCursor: null, items: [{ base: 0, draft: 1, difference: 1 }] });
    const memberId = opened.items[0]?.id ?? expect.fail('nobody');
    const { items } = await program.rehearsalMember({ params: { rehearsalId, memberId }, query: {} });
    expect(items.map(({ base, draft }) => [base?.kind, draft?.kind])).toEqual([['open', 'full']]);
    const empty = await program.rehearsalMembers({ params: { rehearsalId }, query: { list: losers.list } });
    expect(empty).toEqual({ items: [], members: 0, nextCursor: null });
  });

  it('gives its lists page by page', async () => {
    const { program } = toy.administrator;
    const rehearsal = await ended(draft(5));
    const { rehearsalId, list } = { rehearsalId: rehearsal.id, list: rehearsal.result?.moves[0]?.list ?? '' };
    const first = await program.rehearsalMembers({ params: { rehearsalId }, query: { list, limit: 1 } });
    expect(first.items).toHaveLength(1);
    const wrong = { list, limit: 1, cursor: 'nonsense' };
    expect(await codeOf(program.rehearsalMembers({ params: { rehearsalId }, query: wrong }))).toBe(
      'request.cursor_invalid',
    );
    expect(await codeOf(program.rehearsalMembers({ params: { rehearsalId }, query: { list: 'line-99' } }))).toBe(
      'request.invalid',
    );
    const nobody = { rehearsalId, memberId: '00000000-0000-7000-8000-000000000000' };
    expect(await codeOf(program.rehearsalMember({ params: nobody, query: {} }))).toBe('member.not_found');
  });

  it('of the program as it is differs in nothing, and says whether what is stored is what the log says', async () => {
    const asked = { documents: inForce, against: 'recorded', isVerified: true };
    const sound = await ended(asked);
    expect(sound.result).toMatchObject({ membersChanged: 0, verified: { differing: 0, examples: [] } });
    expect(sound.result?.verified?.members).toBeGreaterThan(1);
    const { database } = toy.platform;
    await database.run(`update toy_stamp_card set stamps = stamps + 1 where card = 'coffee' and ending = ''`);
    const damaged = await ended(asked);
    await database.run(`update toy_stamp_card set stamps = stamps - 1 where card = 'coffee' and ending = ''`);
    expect(damaged.result?.verified).toMatchObject({ differing: 1 });
    expect(damaged.result?.verified?.examples[0]?.differences[0]?.part).toBe('toy_stamp_card');
  });

  it('takes a draft by its id, and a period of days', async () => {
    const { program } = toy.administrator;
    const { id: draftId } = await program.createDraft({ body: body({ name: 'Easier', ...draft(2) }) });
    expect(gainsOf(await ended({ draftId })).winners.members).toBe(1);
    const tomorrow = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10);
    const later = await ended({ draftId, from: tomorrow });
    expect(later.result).toMatchObject({ membersChanged: 0, costMinor: { base: 0, draft: 0 } });
    const none = await ended({ draftId, to: '2020-01-31' });
    expect(none.result).toMatchObject({ members: 0, facts: 0, lines: [] });
  });

  it('refuses what cannot be asked, and what is not sound', async () => {
    const { program } = toy.administrator;
    const codeFor = (asked: Asked) => codeOf(program.startRehearsal({ body: body(asked) }));
    for (const asked of [
      {},
      { ...draft(2), draftId: '00000000-0000-7000-8000-000000000000' },
      { ...draft(2), against: 'recorded', backfill: 'live' },
      { ...draft(2), isVerified: true },
      { ...draft(2), against: 'recorded', isVerified: true, to: '2020-01-31' },
      { ...draft(2), from: '2025-02-01', to: '2025-01-01' },
      { ...draft(2), from: '2025-02-30' },
    ])
      expect([asked, await codeFor(asked)]).toEqual([asked, 'request.invalid']);
    expect(await codeFor({ documents: { ...inForce, [coffee]: { stampsNeeded: 0 } } })).toBe('program.invalid');
    expect(await codeFor({ draftId: '00000000-0000-7000-8000-000000000000' })).toBe('draft.not_found');
    for (const call of [
      program.rehearsal({ params: { rehearsalId: 'gone' } }),
      program.cancelRehearsal({ params: { rehearsalId: 'gone' } }),
      program.rehearsalMembers({ params: { rehearsalId: 'gone' }, query: { list: 'line-0' } }),
    ])
      expect(await codeOf(call)).toBe('job.not_found');
  });

  it('is noted in the audit log', async () => {
    const { items } = await toy.administrator.audit.list({ query: {} });
    expect(items.some(({ action }) => action === 'program.rehearsed')).toBe(true);
  });
});
