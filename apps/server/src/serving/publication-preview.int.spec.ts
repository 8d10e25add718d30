import { createDefaultProgram, fiveStages, toDocument } from '@perennial/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayMs, settled, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

const lifecycle = 'lifecycles/main.json';
const months = 12;
const members = 30;
let served: ServedPlatform;

/** Members who buy at rhythms of their own, some of what they place is never paid, some is given back. */
function bought(): readonly object[] {
  return Array.from({ length: members }, (_, member) =>
    Array.from({ length: 1 + (member % 6) }, (__, n) => {
      const [orderId, daysAgo] = [`m${member}-${n}`, 420 - 17 * member + 3 - n * (11 + ((member * 7) % 90))];
      const of = (type: string, days: number, more: object = {}) => ({
        messageId: `${type}-${orderId}`,
        type,
        occurredAt: new Date(started - Math.max(days, 1) * dayMs).toISOString(),
        channel: 'shop',
        identities: { phone: `+861370000${String(1000 + member)}` },
        payload: { orderId, amountMinor: 90_000, currency: 'CNY', ...more },
      });
      const placed = of('order.placed', daysAgo + 2);
      if (n % 4 === 3) return [placed];
      const paid = [placed, of('order.paid', daysAgo)];
      return n % 3 === 2
        ? [...paid, of('order.refunded', daysAgo - 20, { refundId: orderId, amountMinor: 90_000 })]
        : paid;
    }),
  ).flat(2);
}

beforeAll(async () => {
  served = await startServedPlatform();
  await served.send(bought());
  await served.caughtUp();
});
afterAll(() => served.close());

type Documents = Readonly<Record<string, unknown>>;

async function preview(documents: Documents) {
  const { program } = served.administrator;
  const { id } = await program.startPreview({ body: JSON.parse(JSON.stringify({ documents, historyMonths: months })) });
  await settled(async () => expect((await program.preview({ params: { jobId: id } })).status).toBe('succeeded'));
  return program.preview({ params: { jobId: id } });
}

async function publish(documents: Documents): Promise<void> {
  const { program } = served.administrator;
  const { version: currentVersion } = await program.current();
  const draft = await program.createDraft({ body: JSON.parse(JSON.stringify({ name: 'Change', documents })) });
  const body = { draftId: draft.id, revision: draft.revision, currentVersion };
  await applied((await program.publish({ body })).version);
}

/** Waits as an operator does: until the console no longer says that figures are mixed. */
async function applied(version: number): Promise<void> {
  const { installation } = served.administrator;
  expect((await installation.get()).programVersion).toBe(version);
  await settled(async () => expect((await installation.get()).publication).toBeNull());
}

/** Everybody's stage as lists show it, by day; '' for now. */
async function stagesOn(days: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const onDay = async (on: string) => {
    const { items } = await served.administrator.members.list({
      query: { limit: 100, ...(on === '' ? {} : { asOf: on }) },
    });
    return new Map(items.map(({ id, stage }) => [id, stage]));
  };
  return new Map(await Promise.all(days.map(async (on) => [on, await onDay(on)] as const)));
}

type Stages = Awaited<ReturnType<typeof stagesOn>>;

/** Who stands elsewhere, by from and to, as anybody counts who has both lists. */
function countMoves(before: Stages, after: Stages, on: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [id, from] of before.get(on) ?? []) {
    const to = after.get(on)?.get(id) ?? '';
    if (from !== to) counts[`${from} > ${to}`] = (counts[`${from} > ${to}`] ?? 0) + 1;
  }
  return counts;
}

function movesOf(moves: readonly { readonly from: string; readonly to: string; readonly members: number }[]) {
  return Object.fromEntries(
    moves.filter(({ from, to }) => from !== to).map((move) => [`${move.from} > ${move.to}`, move.members]),
  );
}

/** What the preview says is what then happens, now and at each end of a month. */
async function expectAsPreviewed(previewed: Awaited<ReturnType<typeof preview>>, happen: () => Promise<void>) {
  const past = previewed.history?.months ?? [];
  const days = ['', ...past.map(({ on }) => on)];
  const before = await stagesOn(days);
  await happen();
  const after = await stagesOn(days);
  expect(movesOf(previewed.moves)).toEqual(countMoves(before, after, ''));
  expect(past.map(({ on, moves }) => [on, movesOf(moves)])).toEqual(
    past.map(({ on }) => [on, countMoves(before, after, on)]),
  );
  expect(past.map((month) => month.members)).toEqual(past.map(({ on }) => before.get(on)?.size));
  const changed = new Set<string>();
  for (const { on } of past)
    for (const [id, stage] of before.get(on) ?? []) if (after.get(on)?.get(id) !== stage) changed.add(id);
  expect(previewed.history?.membersChanged).toBe(changed.size);
}

it('says before a publication what of history will be another, and so it is; a roll-back takes the same back', async () => {
  const { program } = served.administrator;
  const first = await program.current();
  const growth = { ...first.documents, [lifecycle]: toDocument(fiveStages) };
  const forth = await preview(growth);
  expect(forth.history?.months).toHaveLength(months);
  expect(forth.history?.membersChanged).toBeGreaterThan(members / 2);
  await expectAsPreviewed(forth, () => publish(growth));
  const back = await preview(first.documents);
  expect(back.history?.membersChanged).toBe(forth.history?.membersChanged);
  await expectAsPreviewed(back, async () => {
    const { version } = await program.rollBack({
      body: { toVersion: first.version, currentVersion: first.version + 1 },
    });
    await applied(version);
  });
});

it('says it also where facts are counted otherwise, and says nothing where only names change', async () => {
  const { documents } = await served.administrator.program.current();
  const settings = JSON.parse(JSON.stringify(documents['settings.json'])) as Record<string, unknown>;
  const purchaseCountsWhen = settings['purchaseCountsWhen'] === 'paid' ? 'placed' : 'paid';
  const otherwise = { ...documents, 'settings.json': { ...settings, purchaseCountsWhen } };
  const counted = await preview(otherwise);
  expect(counted.history?.membersChanged).toBeGreaterThan(0);
  await expectAsPreviewed(counted, () => publish(otherwise));
  const named = JSON.parse(JSON.stringify(createDefaultProgram()[lifecycle])) as Record<string, unknown>;
  const renamed = await preview({ ...otherwise, [lifecycle]: { ...named, name: { en: 'Other', zh: '其他' } } });
  expect([renamed.membersChanged, renamed.history?.membersChanged]).toEqual([0, 0]);
});
