import {
  activityDayRows,
  attributeRows,
  encodeActivity,
  encodeLifecycle,
  entriesOf,
  lifecycleFacet,
  openView,
  orderLineRows,
  orderRows,
  refundRows,
  registersFacet,
} from '@perennial/domain';
import type { Member, MemberId, RowKind, RowShape, View } from '@perennial/domain';
import { createKeyring, readMember } from '@perennial/engine';
import type { Ingest, Programs } from '@perennial/engine';
import { createFoldInstallation, testShardCount } from '@perennial/postgres/testing';
import type { FoldInstallation } from '@perennial/postgres/testing';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createChance } from '../chaos/fact-senders.ts';
import { createIngestion } from './create-ingestion.ts';

const dayMs = 86_400_000;
const people = 15;
const factCount = 240;
const keyOf = (name: string) => createHash('sha256').update(name).digest();
const keyring = createKeyring({
  masterKeys: new Map([['m1', keyOf('master')]]),
  currentMasterKeyId: 'm1',
  hashKeys: [{ id: '00000000-0000-0000-0000-000000000001', key: keyOf('hash') }],
});

type Chance = ReturnType<typeof createChance>;

interface SentFact {
  readonly messageId: string;
  readonly occurredAt: string;
  readonly type: string;
  readonly identities: object;
  readonly payload: object;
}

let installations: FoldInstallation[] = [];
afterEach(async () => {
  for (const one of installations) await one.close();
  installations = [];
});

/**
 * What facts carry. The browser comes alone or with the phone: a weak identity that is seen with two members who are never
 * joined belongs, by its rule, to whom it was seen with last, which is a matter of order.
 */
const combinations: readonly (readonly string[])[] = [
  ['phone'],
  ['email'],
  ['card_no'],
  ['anonymous_id'],
  ['phone', 'email'],
  ['phone', 'card_no'],
  ['email', 'card_no'],
  ['phone', 'anonymous_id'],
];

/** Every second person is seen with these at some time, by which all that is known of her becomes one. */
const joining: readonly (readonly string[])[] = [
  ['phone', 'email'],
  ['phone', 'card_no'],
  ['phone', 'anonymous_id'],
];

function isJoined(person: number): boolean {
  return person % 2 === 0;
}

/**
 * Facts of people who are known by several identities. Each fact carries some of one person's, so that members are found to be
 * one by and by; nobody has more identities of a type than a member may hold. Facts of one order carry different identities only
 * of people who are one member in the end: of two who are never joined, the order is theirs whose fact came first. One in six
 * carries none, and is the order's owner's, who may not be known yet.
 */
function history(chance: Chance, endAt: number): readonly SentFact[] {
  const joins = Array.from({ length: people }, (_, person) => person)
    .filter(isJoined)
    .flatMap((person) => joining.map((carried) => ({ person, carried })));
  return Array.from({ length: factCount + joins.length }, (_, serial) => {
    const { person, carried } = joins[serial - factCount] ?? {
      person: chance(people),
      carried: combinations[chance(combinations.length)] ?? ['phone'],
    };
    const own: Readonly<Record<string, string>> = {
      phone: `+861391${String(person).padStart(7, '0')}`,
      email: `p${person}@example.com`,
      card_no: `6222${String(person).padStart(6, '0')}`,
      anonymous_id: `browser-${person}`,
    };
    const orderId = `o-${person}-${isJoined(person) ? '' : carried[0]}-${chance(4)}`;
    const told = [
      { type: 'order.placed', payload: { orderId, amountMinor: 100 * (1 + chance(90)), currency: 'CNY' } },
      { type: 'order.paid', payload: { orderId, amountMinor: 100 * (1 + chance(90)), currency: 'CNY' } },
      { type: 'order.refunded', payload: { orderId, refundId: `r-${chance(2)}`, amountMinor: 100, currency: 'CNY' } },
      { type: 'order.refunded', payload: { orderId } },
      { type: 'order.cancelled', payload: { orderId } },
      { type: 'product.viewed', payload: { productId: 'p-1' } },
      { type: 'review.posted', payload: { rating: 1 + chance(5) } },
      { type: 'attributes.changed', payload: { attributes: { level: `level-${chance(5)}` } } },
      { type: chance(2) === 0 ? 'tag.added' : 'tag.removed', payload: { tag: `tag-${chance(3)}` } },
    ][chance(9)] ?? { type: 'page.viewed', payload: {} };
    const isOfNobody = serial < factCount && told.type.startsWith('order.') && chance(6) === 0;
    return {
      messageId: `m-${serial}`,
      occurredAt: new Date(endAt - chance(700) * dayMs - chance(dayMs)).toISOString(),
      identities: isOfNobody ? {} : Object.fromEntries(carried.map((type) => [type, own[type]])),
      ...told,
    };
  });
}

/** Another order, with a fifth of them sent again at some other time. */
function shuffledWithRepeats(facts: readonly SentFact[], chance: Chance): readonly SentFact[] {
  const all = [...facts, ...facts.filter(() => chance(5) === 0)];
  for (let n = all.length - 1; n > 0; n -= 1) {
    const other = chance(n + 1);
    const [one, two] = [all[n], all[other]];
    if (one !== undefined && two !== undefined) [all[n], all[other]] = [two, one];
  }
  return all;
}

async function startInstallation(): Promise<{ installation: FoldInstallation; ingest: Ingest }> {
  const installation = await createFoldInstallation();
  installations.push(installation);
  const { ingest } = createIngestion({
    database: installation.database,
    keyring,
    shardCount: testShardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: (shards, rows) => installation.signal.raise(shards, rows),
  });
  return { installation, ingest };
}

/** Sends in batches of random size while a worker folds, and answers how everybody stands at `asOf`, by who they are. */
async function tell(facts: readonly SentFact[], chance: Chance, asOf: number): Promise<ReadonlyMap<string, object>> {
  const { installation, ingest } = await startInstallation();
  const worker = await installation.startWorker();
  for (let start = 0; start < facts.length;) {
    const batch = facts.slice(start, start + 1 + chance(30));
    const verdicts = await ingest.takeValues(batch, { source: 'shop', isBackfill: false });
    expect(verdicts.filter(({ kind }) => kind !== 'accepted' && kind !== 'duplicate')).toEqual([]);
    start += batch.length;
  }
  await installation.folded();
  await worker.stop();
  return standings(installation, await installation.createPrograms(), asOf);
}

async function standings(
  installation: FoldInstallation,
  programs: Programs,
  asOf: number,
): Promise<ReadonlyMap<string, object>> {
  const rows = await installation.database.rows<{ shard: number; member_id: MemberId; who: string }>(
    {
      name: 'test_who',
      text: `select shard, member_id, string_agg(hash::text, ' ' order by hash) as who from identity group by 1, 2`,
    },
    [],
  );
  const found = new Map<string, object>();
  for (const row of rows) {
    const member = await readMember(installation.store, programs, {
      key: { shard: row.shard, id: row.member_id },
      asOf,
    });
    if (member === null) throw new Error('an identity of nobody');
    found.set(row.who, essence(member));
  }
  return found;
}

/** All that must not depend on arrival. When something was recorded, and whether it was acted on, does. */
function essence(member: Member): object {
  const view = openView(member, lifecycleFacet);
  const { activity, lifecycle } = view.state;
  const sorted = <Row extends RowShape>(of: View<unknown>, kind: RowKind<Row>) =>
    of
      .rows(kind)
      .rows()
      .map((row) => [kind.keyOf(row), row] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    activity: encodeActivity(activity).toHex(),
    lifecycle: encodeLifecycle(lifecycle).toHex(),
    orders: sorted(view, orderRows),
    lines: sorted(view, orderLineRows),
    refunds: sorted(view, refundRows),
    days: sorted(view, activityDayRows),
    attributes: sorted(openView(member, registersFacet), attributeRows),
    timeline: entriesOf(view).map(({ lifecycle: id, validFrom, stage, fromStage, isReactivation }) => ({
      lifecycle: id,
      validFrom,
      stage,
      fromStage,
      isReactivation,
    })),
    wakeAt: member.wakeAt,
  };
}

describe.each([1, 2, 3, 4, 5, 6])('random history %i with merges', (seed) => {
  it('gives the same profiles, metrics and lifecycles shuffled, late and doubled, up to member ids (E3)', async () => {
    const chance = createChance(seed);
    const asOf = Date.now() + dayMs;
    const facts = history(chance, asOf - 2 * dayMs);
    const inOrder = facts.toSorted((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
    const one = await tell(inOrder, chance, asOf);
    const other = await tell(shuffledWithRepeats(facts, chance), chance, asOf);
    expect([...other.keys()].toSorted()).toEqual([...one.keys()].toSorted());
    for (const [who, standing] of one) expect(other.get(who)).toEqual(standing);
    expect(one.size).toBeGreaterThan(people / 2);
  });
});
