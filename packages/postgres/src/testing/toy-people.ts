import type { MemberId, RowShape } from '@perennial/domain';
import { pastStreakRows, stampCardRows } from '@perennial/domain/testing';
import { verifyReplay, type MemberPlace, type RawIdentity } from '@perennial/engine';
import { expect } from 'vitest';
import { createMergeStore } from '../stores/merge-store.ts';
import { testShardCount } from './fold-fixtures.ts';
import { createPreparer } from './ingest-fixtures.ts';
import { dayMs, type ToyContent, type ToyFact, type ToyInstallation } from './toy-fixtures.ts';

/** People of whom a test of the toys has facts sent, each by a name of its own. */

const prepare = createPreparer();

let serial = 0;
export function factAbout(about: string, more: Partial<SaidFact> = {}): ToyFact {
  serial += 1;
  const { type = 'stamp.given', card = 'coffee', identities = [identityOf(about)], isBackfill = false } = more;
  const { number = 0 } = more;
  const lines = [{ productId: 'p', quantity: 1, amountMinor: 100 }];
  const payload = type === 'order.placed' ? { orderId: `o${serial}`, amountMinor: 100, lines } : { card, number };
  const fact = prepare({
    messageId: `m${serial}`,
    type,
    identities,
    payload: JSON.stringify(payload),
    occurredAt: Date.now() - dayMs,
  });
  return { about, fact: { ...fact, isBackfill } };
}

export interface SaidFact {
  readonly type: string;
  readonly card: string;
  readonly number: number;
  readonly identities: readonly RawIdentity[];
  readonly isBackfill: boolean;
}

export function identityOf(name: string): RawIdentity {
  return { type: 'card_no', value: `card-of-${name}` };
}

/** Sends facts and says what became of the people. */
export interface ToyPeople {
  readonly send: (about: string, more?: Partial<SaidFact>) => Promise<MemberPlace>;
  /** Somebody whose log is in another shard than this one. */
  readonly sendElsewhere: (about: string, shard: number) => Promise<MemberPlace & { readonly name: string }>;
  readonly mergeIdOf: (survivor: MemberPlace) => Promise<string>;
  /** In what members as stored are not what their logs say. */
  readonly replayDiffers: () => Promise<readonly unknown[]>;
}

/** `made` is asked each time: the installation is made before the first test. */
export function createToyPeople(made: () => ToyInstallation): ToyPeople {
  const people: ToyPeople = {
    async send(about, more = {}) {
      const [place] = await made().send([factAbout(about, more)]);
      return place ?? expect.fail('not accepted');
    },
    async sendElsewhere(about, shard) {
      for (let n = 0; ; n += 1) {
        const name = `${about} ${n}`;
        const place = await people.send(name);
        if (place.shard !== shard) return { ...place, name };
      }
    },
    async mergeIdOf(survivor) {
      const [merge] = await createMergeStore(made().database).readMergesOf([survivor]);
      return merge?.mergeId ?? '';
    },
    async replayDiffers() {
      const { store, programs } = made();
      return (await verifyReplay(store, programs, { shardCount: testShardCount })).examples;
    },
  };
  return people;
}

/** `stamps ending` of each card of a member, and the lengths of her past streaks. */
export function told(content: ToyContent, { id }: { readonly id: MemberId }) {
  const rowsOf = (table: string) =>
    content
      .filter((text) => text.startsWith(`${id} ${table} `))
      .map((text): RowShape => JSON.parse(text.slice(`${id} ${table} `.length)));
  return {
    cards: rowsOf(stampCardRows.table)
      .map((row) => [row['card'], row['stamps'], row['ending']].join(' '))
      .toSorted(),
    streaks: rowsOf(pastStreakRows.table).map((row) => row['length']),
  };
}
