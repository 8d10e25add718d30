import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldLog } from '../../fold/fold-log.ts';
import { dayMs } from '../../kernel/base/instants.ts';
import { createFoldContext } from '../../kernel/program.ts';
import type { LoggedStep } from '../../kernel/steps/steps.ts';
import { compileProgram } from '../../program/compile-program.ts';
import { daysLater, fact, startAt, testDays, testMemberId } from '../given.ts';
import { runCommand } from '../run-command.ts';
import { runPairCommand } from '../run-pair-command.ts';
import { contentOf, createStoredMember, foldStored, storeWhole, wakeStored } from '../stored-member.ts';
import type { StoredMember, StoreUse } from '../stored-member.ts';
import { createToyProgram, toyFacets } from './toy-facets.ts';

const use = { days: testDays, facets: toyFacets };
const coffee = { name: { en: 'Coffee', zh: '咖啡' }, stampsNeeded: 2, validDays: 9 };
const context = createFoldContext({
  programs: [
    compileProgram(createToyProgram(), { version: 1, effectiveAt: 0 }, use),
    compileProgram(
      createToyProgram({ 'stamp-cards/coffee.json': coffee }),
      { version: 2, effectiveAt: daysLater(15) },
      use,
    ),
    compileProgram(
      createToyProgram({ 'streak.json': { graceDays: 3 } }),
      { version: 3, effectiveAt: daysLater(30) },
      use,
    ),
  ],
  days: testDays,
});
const endAt = daysLater(400);
const members = [testMemberId(1), testMemberId(2)] as const;

type Stores = ReadonlyMap<string, StoredMember>;

function createStores(): Stores {
  return new Map(members.map((id) => [id, createStoredMember(toyFacets, id)]));
}

function storeOf(stores: Stores, id: string): StoredMember {
  return stores.get(id) ?? expect.fail('there is no such member');
}

/** What happens to one of the two, some time after what happened before. */
interface Happening {
  readonly waitMs: number;
  readonly isOther: boolean;
  readonly what:
    | 'coffee'
    | 'bread'
    | 'history'
    | 'order'
    | 'page'
    | 'return'
    | 'redeem'
    | 'give'
    | 'merge'
    | 'split'
    | 'erase';
}

const happenings: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.record({
    waitMs: fc.constantFrom(0, 0, dayMs / 2, dayMs, 3 * dayMs, 7 * dayMs, 9 * dayMs),
    isOther: fc.boolean(),
    what: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('coffee', 'bread') },
      { weight: 3, arbitrary: fc.constantFrom('history', 'order', 'page', 'return') },
      { weight: 3, arbitrary: fc.constantFrom('redeem', 'give', 'merge', 'split') },
      { weight: 1, arbitrary: fc.constant('erase' as const) },
    ),
  }),
  { minLength: 1, maxLength: 30 },
);

interface Happened {
  readonly log: readonly LoggedStep[];
  readonly stores: Stores;
  /** Prizes that are left of each card. */
  readonly resources: ReadonlyMap<string, number>;
}

/** Lets it all happen, each step folded as it is logged: what a platform did, and the log that it has of it. */
function happen(all: readonly Happening[]): Happened {
  const stores = createStores();
  const log: LoggedStep[] = [];
  const [first, second] = members;
  const resources = new Map([
    ['prize/coffee', 3],
    ['prize/bread', 1],
  ]);
  const live: StoreUse = { context, resources, others: stores };
  let recordedAt = startAt;
  let mergeId = '';
  const record = (step: LoggedStep): void => {
    log.push(step);
    foldStored(storeOf(stores, step.memberId), [step], live);
  };
  for (const { waitMs, isOther, what } of all) {
    recordedAt += waitMs;
    const isMerged = storeOf(stores, second).status === 'absorbed';
    const memberId = isOther && !isMerged ? second : first;
    const place = { shard: 0, position: log.length + 1, recordedAt, memberId };
    const status = storeOf(stores, memberId).status;
    if (status === 'erased') continue;
    if (what === 'merge') {
      if (isMerged || [...stores.values()].some((store) => store.status === 'erased')) continue;
      mergeId = `merge-${place.position}`;
      const tombstone = { ...place, memberId: second, survivorShard: 0, survivorId: first, mergeId };
      record({ kind: 'absorb', ...tombstone });
      const merge = { absorbedShard: 0, absorbedId: second, absorbedPosition: place.position, mergeId };
      record({ kind: 'merge', ...place, position: place.position + 1, memberId: first, ...merge });
    } else if (what === 'split') {
      if (!isMerged) continue;
      record({ kind: 'split', ...place, mergeId, other: null });
      record({ kind: 'split', ...place, position: place.position + 1, memberId: second, mergeId, other: null });
    } else if (what === 'erase') record({ kind: 'erase', ...place });
    else if (what === 'redeem') {
      const call = { name: 'redeemStamps', input: { card: 'coffee' }, position: place.position, recordedAt };
      const decided = runCommand(storeOf(stores, memberId), call, live);
      if (decided.kind === 'decision') record(decided);
    } else if (what === 'give') {
      const friend = storeOf(stores, memberId === first ? second : first);
      if (friend.status !== 'live') continue;
      const call = { name: 'giveStamps', input: { card: 'bread' }, position: place.position, recordedAt };
      const decided = runPairCommand([storeOf(stores, memberId), friend], call, live);
      if (!('kind' in decided)) for (const step of decided) record(step);
    } else record({ ...factOf(what, recordedAt), ...place, messageId: `m${log.length}` });
  }
  for (const stored of stores.values()) wakeStored(stored, endAt, live);
  return { log, stores, resources };
}

function factOf(what: 'coffee' | 'bread' | 'history' | 'order' | 'page' | 'return', at: number) {
  const stamp = { type: 'stamp.given', at, payload: { card: what === 'history' ? 'bread' : what } };
  if (what === 'page') return fact({ type: 'page.viewed', at });
  if (what === 'return') return fact({ type: 'prize.returned', at, payload: { card: 'coffee', number: 1 } });
  if (what !== 'order') return fact({ ...stamp, isBackfill: what === 'history' });
  const lines = [{ productId: 'p', quantity: 1, amountMinor: 100 }];
  return fact({ type: 'order.placed', at, payload: { orderId: `o${at}`, lines } });
}

/** Folds the log again in batches of these sizes, given what was granted; wake workers come by before some of them. */
function foldAgain(log: readonly LoggedStep[], sizes: readonly number[], again: StoreUse): Stores {
  const stores = createStores();
  const toFold: StoreUse = { ...again, others: stores };
  let start = 0;
  for (let batch = 0; start < log.length; batch += 1) {
    const steps = log.slice(start, start + (sizes[batch % sizes.length] ?? 1));
    const nextAt = steps[0]?.recordedAt ?? 0;
    if (batch % 3 === 1) for (const stored of stores.values()) wakeStored(stored, nextAt, toFold);
    for (const part of partsOf(steps))
      for (const own of Map.groupBy(part, ({ memberId }) => memberId).values())
        foldStored(storeOf(stores, own[0]?.memberId ?? ''), own, toFold);
    start += steps.length;
  }
  for (const stored of stores.values()) wakeStored(stored, endAt, toFold);
  return stores;
}

/** Each merge begins a part of its own: the other side is brought to date before it, and goes on after. */
function partsOf(steps: readonly LoggedStep[]): readonly (readonly LoggedStep[])[] {
  const parts: LoggedStep[][] = [[]];
  for (const step of steps) {
    if (step.kind === 'merge') parts.push([]);
    parts.at(-1)?.push(step);
  }
  return parts;
}

function contentsOf(stores: Stores) {
  return [...stores.values()].map(contentOf);
}

describe('facets that were added beside the product’s own', () => {
  it('leave the same bytes, rows and effects however the log is cut into batches (E2)', () => {
    fc.assert(
      fc.property(happenings, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (all, sizes) => {
        const { log, stores } = happen(all);
        const lived = contentsOf(stores);
        const again = { context, inputs: (id: string) => storeOf(stores, id).inputs };
        expect(contentsOf(foldAgain(log, sizes, again))).toEqual(lived);
        expect(contentsOf(foldAgain(log, sizes, { ...again, takesHints: true }))).toEqual(lived);
        expect(contentsOf(foldAgain(log, [log.length], again))).toEqual(lived);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same when the log is folded from nothing, given what was granted (E2)', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const { log, stores } = happen(all);
        const inputs = (id: string) => storeOf(stores, id).inputs;
        const folded = foldLog(log, { facets: toyFacets, context, until: endAt, inputs });
        for (const [id, member] of folded)
          expect(contentOf(storeWhole(member))).toEqual(contentOf(storeOf(stores, id)));
      }),
      { numRuns: 300 },
    );
  });

  it('give away no more than there is, and record all of it (E5)', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const { log, stores, resources } = happen(all);
        const everybody = [...stores.values()];
        const inputs = everybody.flatMap((stored) => stored.inputs);
        const redeemed = log.filter((step) => step.kind === 'decision' && step.command === 'redeemStamps').length;
        const coffee = inputs.filter(({ resource }) => resource === 'prize/coffee');
        // What was given back is granted to nobody any more.
        expect(coffee.reduce((sum, { granted }) => sum + granted, redeemed)).toBe(
          3 - (resources.get('prize/coffee') ?? 0),
        );
        expect(resources.get('prize/coffee')).toBeGreaterThanOrEqual(0);
        for (const { cause } of [...inputs, ...everybody.flatMap(({ requests, derived }) => [...requests, ...derived])])
          expect(cause.position === 0 || log.some(({ position }) => position === cause.position)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
