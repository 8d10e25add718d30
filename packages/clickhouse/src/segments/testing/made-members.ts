import { compareDone, createMember, dayMs, facets, lifecycleFacet, openView, seenMember } from '@perennial/domain';
import type { DoneFact, DoneLine, FactPayload, FactValue, LensValue, MemberId, SegmentPerson } from '@perennial/domain';
import type { ShippedFact, ShippedRow } from '@perennial/engine';
import { createRandom } from '../../testing/test-members.ts';

/*
 * Made-up members, and what they did, so that every edge of a question is met: instants on windows' ends, at midnights that are missing or come
 * twice, at one instant; values of every type under one key; facts in the logs of whom they took in, and of others from whom a merge gave them back.
 */

const random = createRandom(29);
export const below = (limit: number) => Math.floor(random() * limit);
export const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0];

export const types = ['page.viewed', 'cart.updated', 'app.opened', '打开'] as const;
function instant(at: number): number {
  const daysAgo = pick([0, 1, 2, 3, 7, 14, 29, 30, 31, below(100), below(100), below(700)]);
  return at - daysAgo * dayMs + pick([0, 0, 1, -1, dayMs / 2, 3_600_000, below(dayMs), -below(dayMs)]);
}

const values: readonly [FactValue, ...FactValue[]] = [
  'shoes',
  'tea',
  '',
  "O'Neil",
  'a\\b\n',
  '茶\u{1F600}',
  0,
  1,
  -2.5,
  19.99,
  0.00005,
  1e13,
  1e20,
  9_007_199_254_740_993,
  true,
  false,
  null,
  ['tea'],
  { tea: 1 },
];

function payload(): FactPayload {
  return {
    ...(below(4) > 0 ? { name: pick(values) } : {}),
    ...(below(4) > 0 ? { price: pick([10, 20.5, 30, 99.99, 12.3456, -5, 0]) } : {}),
    ...(below(3) > 0 ? { deep: { size: pick(['s', 'm', 3]) } } : {}),
    ...(below(20) === 0 ? { deep: [{ size: 's' }] } : {}),
  };
}

function fact(at: number, index: number): DoneFact {
  const type = pick(types);
  return {
    kind: 'fact',
    type,
    at,
    // Recorded in another order than it happened, and often at once.
    recordedAt: at + pick([0, 0, 1, below(5) * dayMs]),
    source: pick(['web', 'app', 'Ä', 'z']),
    messageId: `${pick(['m', '\uFFFD', '\u{1F600}'])}${index}`,
    channel: pick(['', 'web', 'shop']),
    storeId: pick(['', '', 's1']),
    payload: payload(),
  };
}

function doings(at: number): readonly DoneFact[] {
  const count = pick([0, 0, 1, 2, 3, 5, 9, 40]);
  const made: DoneFact[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = made.at(-1);
    // Half of them near another one: what follows in time, just in time, and just too late.
    const near = before === undefined ? instant(at) : before.at + pick([0, 1, dayMs, dayMs + 1, 3_600_000, -1]);
    made.push(fact(below(2) === 0 ? instant(at) : near, index));
  }
  // Some know each other by a rhythm.
  if (below(4) === 0) {
    const [every, from] = [pick([7, 30] as const), below(3)];
    for (let period = from; period < from + 4; period += 1)
      made.push(fact(at - period * every * dayMs - pick([0, 1, below(every * dayMs)]), 100 + period));
  }
  return made;
}

/** Orders of one to three lines; some at one instant, of two spaces that share numbers. */
function purchases(at: number): readonly DoneLine[] {
  return Array.from({ length: pick([0, 0, 1, 2, 4]) }, (_, index) => index).flatMap((index) => {
    const order = {
      kind: 'line' as const,
      at: instant(at),
      space: pick(['web', 'shop']),
      orderId: `o${index % 3}`,
      channel: pick(['', 'web', 'shop']),
      storeId: pick(['', 's1']),
    };
    return Array.from({ length: 1 + below(3) }, (_line, line): DoneLine => ({
      ...order,
      line: `${index} ${line}`,
      productId: pick(['serum', 'tea', '']),
      category: pick(['Skin/Serum', 'Drinks/茶', '']),
      quantityMilli: pick([1000, 2000, 1500, 333]),
      amountMinor: pick([100, 999, 10_000, 33_333]),
    }));
  });
}

export function shippedLines({ lines }: SegmentPerson): readonly LensValue[] {
  const read = (of: (line: DoneLine) => LensValue) => lines.map(of);
  return [
    read(({ at }) => at),
    read(({ space }) => space),
    read(({ orderId }) => orderId),
    read(({ line }) => line),
    read(({ productId }) => productId),
    read(({ category }) => category),
    read(({ quantityMilli }) => quantityMilli),
    read(({ amountMinor }) => amountMinor),
    read(({ channel }) => channel),
    read(({ storeId }) => storeId),
  ];
}

export interface Made {
  readonly person: SegmentPerson;
  readonly seen: ReturnType<typeof seenMember>;
}

export function createMade(index: number, at: number): Made {
  const id = `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}` as MemberId;
  const member = createMember(facets, id, index % 16);
  member.programVersion = 1;
  const { state } = openView(member, lifecycleFacet);
  state.activity.purchaseCount = below(5);
  const seen = seenMember({ member, program: null, createdAt: at });
  const facts = doings(at).toSorted(compareDone);
  return {
    person: {
      memberId: id,
      subject: seen.subject,
      facts,
      lines: purchases(at).filter((line) => line.at <= at + dayMs),
    },
    seen,
  };
}

/** In whose log her facts stand, and whose row says that they are hers. */
function logOf(index: number, everybody: readonly Made[]) {
  const [own, other] = [everybody[index], everybody[(index + 1) % everybody.length]];
  if (own === undefined || other === undefined) throw new RangeError(`There is no member ${index}`);
  const id = own.person.memberId as MemberId;
  const takenIn = id.replace('0000-7000', '0001-7000') as MemberId;
  switch (index % 5) {
    case 0:
      return { of: takenIn, takenIn: [takenIn], givenTo: null };
    case 1:
      return { of: other.person.memberId as MemberId, takenIn: [], givenTo: id };
    case 2:
      return { of: other.person.memberId as MemberId, takenIn: [takenIn], givenTo: takenIn };
    default:
      return { of: id, takenIn: [], givenTo: null };
  }
}

/** Their facts, each in some log, and what the table of owners says of it. */
export function shippedFacts(everybody: readonly Made[]) {
  const positions = new Map<number, number>();
  const [facts, owners]: [ShippedFact[], ShippedRow[]] = [[], []];
  for (const [index, { person, seen }] of everybody.entries()) {
    const { shard } = seen.member;
    const { of, takenIn, givenTo } = logOf(index, everybody);
    const own = person.facts.map((done) => {
      const position = (positions.get(shard) ?? 0) + 1;
      positions.set(shard, position);
      return shippedFact(done, { shard, position, memberId: of });
    });
    facts.push(...own);
    const given = [own.map((fact) => fact.shard), own.map(({ position }) => position)];
    if (takenIn.length > 0) owners.push({ shard, memberId: seen.member.id, values: [takenIn, [], []] });
    if (givenTo !== null) owners.push({ shard, memberId: givenTo, values: [[], ...given] });
  }
  return { facts, owners };
}

function shippedFact(done: DoneFact, place: Pick<ShippedFact, 'shard' | 'position' | 'memberId'>): ShippedFact {
  const { source, messageId, type, recordedAt, channel, storeId } = done;
  const told = { source, messageId, type, recordedAt, channel, storeId };
  return { ...place, ...told, occurredAt: done.at, isBackfill: false, payload: JSON.stringify(done.payload) };
}
