import { shardOf, createIdentityPolicies, type MemberId } from '@perennial/domain';
import {
  belongsToSegment,
  createAppendFacts,
  foldBatch,
  logSegmentsOf,
  verifyReplay,
  type AppendFacts,
  type AppendVerdict,
  type MemberPlace,
  type PreparedFact,
  type RawIdentity,
} from '@perennial/engine';
import type { Database } from '../database/database.ts';
import { createIngestStore } from '../stores/ingest-store.ts';
import { createMergeStore } from '../stores/merge-store.ts';
import { testShardCount, type FoldInstallation } from './fold-fixtures.ts';
import { createTestKeyring } from './ingest-fixtures.ts';

/** Writes facts as a process of its own does: with a memory of its own. */
export function createAppender(database: Database): AppendFacts {
  return createAppendFacts({
    store: createIngestStore(database),
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    now: Date.now,
    signal: () => undefined,
  });
}

export async function sendOne(append: AppendFacts, fact: PreparedFact): Promise<MemberId | null> {
  const [verdict] = await append([fact]);
  return memberOf(verdict);
}

/** Whose a fact became; null for nobody's. */
export function memberOf(verdict: AppendVerdict | undefined): MemberId | null {
  if (verdict?.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(verdict)}`);
  return verdict.memberId;
}

/** Messages of the facts that make up a member now, sorted; the log may hold a message twice, she may not. */
export async function messagesOf(database: Database, id: MemberId): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const segment of await logSegmentsOf(createMergeStore(database), placeOf(id))) {
    const rows = await database.rows<{ position: number; message_id: string; identities: string }>(
      {
        name: 'test_messages_of',
        text: `select position, message_id, array_to_string(identities, ',') as identities
                 from fact where shard = $1 and member_id = $2 and kind = 0`,
      },
      [segment.place.shard, segment.place.id],
    );
    for (const { position, message_id: message, identities } of rows) {
      if (belongsToSegment(segment, position, identities === '' ? [] : identities.split(','))) messages.push(message);
    }
  }
  return messages.toSorted((one, other) => one.localeCompare(other));
}

export function placeOf(id: MemberId): MemberPlace {
  return { id, shard: shardOf(id, testShardCount) };
}

/** Folds what waits, and throws when somebody is not what her log says. */
export async function foldAndCheck(installation: FoldInstallation): Promise<void> {
  const { store } = installation;
  const programs = await installation.createPrograms();
  const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
  for (;;) {
    const { steps } = await foldBatch(store, programs, { shards, stepsMax: 1_000 });
    if (steps === 0) break;
  }
  const { examples } = await verifyReplay(store, programs, { shardCount: testShardCount });
  if (examples.length > 0) throw new Error(`not what their logs say: ${JSON.stringify(examples)}`);
}

let serial = 0;

/** A name, a telephone number and an e-mail address that nobody has had yet. */
export function newPerson(): { readonly name: string; readonly phone: RawIdentity; readonly email: RawIdentity } {
  serial += 1;
  const name = `case${serial}`;
  return {
    name,
    phone: { type: 'phone', value: `+86137${String(serial).padStart(8, '0')}` },
    email: { type: 'email', value: `${name}@example.cn` },
  };
}
