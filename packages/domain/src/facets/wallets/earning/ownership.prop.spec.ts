import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facets } from '../../index.ts';
import type { FactStep, LoggedStep } from '../../../kernel/steps/steps.ts';
import { daysLater, testMemberId } from '../../../testing/given.ts';
import { contentOf, createStoredMember, foldStored, rowsOf } from '../../../testing/stored-member.ts';
import type { StoredMember } from '../../../testing/stored-member.ts';
import { accountRows, lotRows } from '../ledger/rows.ts';
import { netOf, awardRows } from './awards/award-rows.ts';
import { capRows } from './caps/cap-rows.ts';
import { earningContext, pointsOf } from './testing/earning-program.ts';
import { boughtOrder, manyRules, placed, refundsOfLines } from './testing/earning-histories.ts';
import type { BoughtOrder } from './testing/earning-histories.ts';

const context = earningContext(manyRules);
const wallets = ['points', 'growth', 'stamps'] as const;
const [one, other] = [testMemberId(1), testMemberId(2)];
const place = { shard: 0, mergeId: 'm' } as const;

interface People {
  readonly first: StoredMember;
  readonly second: StoredMember;
  position: number;
}

function people(): People {
  return { first: createStoredMember(facets, one), second: createStoredMember(facets, other), position: 0 };
}

/** Each an hour after the one before, so that nothing of a period is over. */
function next(people_: People) {
  people_.position += 1;
  return { position: people_.position, recordedAt: daysLater(21) + people_.position * 3_600_000 };
}

interface Among {
  readonly among: People;
  /** All at once. */
  readonly inBatch?: boolean;
}

function fold(stored: StoredMember, steps: readonly FactStep[], { among, inBatch = false }: Among): void {
  const numbered = steps.map((step) => ({ ...step, ...next(among), memberId: stored.id }));
  if (inBatch) foldStored(stored, numbered, { context });
  else for (const step of numbered) foldStored(stored, [step], { context });
}

function merge(among: People): void {
  const { first, second } = among;
  const at = next(among);
  const tombstone = { kind: 'absorb', ...place, ...at, memberId: other, survivorShard: 0, survivorId: one } as const;
  foldStored(second, [tombstone], { context });
  const absorbed = { absorbedShard: 0, absorbedId: other, absorbedPosition: at.position };
  const step: LoggedStep = { kind: 'merge', ...place, ...absorbed, ...at, memberId: one };
  foldStored(first, [step], { context, others: new Map([[other, second]]) });
}

function split(among: People): void {
  for (const stored of [among.first, among.second]) {
    const step: LoggedStep = { kind: 'split', ...place, ...next(among), memberId: stored.id, other: null };
    foldStored(stored, [step], { context });
  }
}

function expectNothing(stored: StoredMember): void {
  for (const wallet of wallets) expect(pointsOf(stored, wallet)).toBe(0);
  for (const row of rowsOf(stored, awardRows)) expect([row.rule, netOf(row)]).toEqual([row.rule, 0]);
  expect(rowsOf(stored, capRows).filter(({ units }) => units !== 0)).toEqual([]);
}

function expectSound(stored: StoredMember): void {
  for (const account of rowsOf(stored, accountRows)) {
    const lots = rowsOf(stored, lotRows).filter(({ wallet }) => wallet === account.wallet);
    expect(account.posted).toBe(lots.reduce((sum, { remaining }) => sum + remaining, 0) - account.debt);
  }
}

const orders = fc.tuple(boughtOrder('o1'), boughtOrder('o2'));
const allBack = (order: BoughtOrder) => refundsOfLines(order);

describe('two members who turn out to be one', () => {
  it('keep nothing of orders that come back after, whoever placed them', () => {
    fc.assert(
      fc.property(orders, fc.boolean(), ([a, b], inBatch) => {
        const among = people();
        fold(among.first, [placed(a)], { among });
        fold(among.second, [placed(b), ...allBack(b).slice(0, 1)], { among });
        merge(among);
        expectSound(among.first);
        fold(among.first, [...allBack(b), ...allBack(a)], { among, inBatch });
        expectSound(among.first);
        expectNothing(among.first);
      }),
      { numRuns: 150 },
    );
  });

  it('have what was theirs when that is taken back, and nothing when that comes back', () => {
    fc.assert(
      fc.property(orders, ([a, b]) => {
        const among = people();
        fold(among.first, [placed(a)], { among });
        fold(among.second, [placed(b)], { among });
        const before = wallets.map((wallet) => [pointsOf(among.first, wallet), pointsOf(among.second, wallet)]);
        merge(among);
        split(among);
        const after = wallets.map((wallet) => [pointsOf(among.first, wallet), pointsOf(among.second, wallet)]);
        expect(after).toEqual(before);
        fold(among.first, allBack(a), { among });
        fold(among.second, allBack(b), { among });
        for (const stored of [among.first, among.second]) {
          expectSound(stored);
          expectNothing(stored);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are the same however what they do is cut into batches', () => {
    fc.assert(
      fc.property(orders, ([a, b]) => {
        const [single, batched] = [people(), people()];
        for (const [among, inBatch] of [
          [single, false],
          [batched, true],
        ] as const) {
          fold(among.first, [placed(a), ...allBack(a).slice(0, 1)], { among, inBatch });
          fold(among.second, [placed(b)], { among, inBatch });
          merge(among);
          fold(among.first, [...allBack(a), ...allBack(b).slice(0, 1)], { among, inBatch });
          split(among);
        }
        expect(contentOf(batched.first)).toEqual(contentOf(single.first));
        expect(contentOf(batched.second)).toEqual(contentOf(single.second));
      }),
      { numRuns: 100 },
    );
  });
});
