import { createDefaultProgram, createIdentityPolicies, type FactPayload } from '@perennial/domain';
import {
  createCommands,
  foldBatch,
  type AppendVerdict,
  type CommandOptions,
  type CommandOutcome,
  type Commands,
  type CommandStore,
  type CommandTransaction,
  type Keyring,
  type MemberPlace,
  type Programs,
} from '@perennial/engine';
import { createCommandStore } from '../stores/command-store.ts';
import { createFoldInstallation, systemClock, testShardCount, type FoldInstallation } from './fold-fixtures.ts';
import { createTestKeyring } from './ingest-fixtures.ts';
import { facetsWithShares, shareTable } from './share-facet.ts';

const allShards = Array.from({ length: testShardCount }, (_, shard) => shard);

/** An installation whose facets are the product's and the one of shares, with commands. */
export interface CommandInstallation extends FoldInstallation {
  readonly programs: Programs;
  readonly commandStore: CommandStore;
  readonly keyring: Keyring;
  createCommands(changes?: Partial<CommandOptions>): Commands;
  /** Folds all that waits in the logs. */
  foldAll(): Promise<void>;
}

export async function createCommandInstallation(): Promise<CommandInstallation> {
  const installation = await createFoldInstallation(createDefaultProgram(), facetsWithShares);
  await installation.database.run(shareTable);
  const programs = await installation.createPrograms();
  const commandStore = createCommandStore(installation.database, facetsWithShares);
  const keyring = createTestKeyring();
  const options: CommandOptions = {
    store: commandStore,
    programs,
    keyring,
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    meaningsOf: () => new Map(),
    clock: systemClock,
    signal: (shards, rows, nextWakeAt) => installation.signal.raise(shards, rows, nextWakeAt),
  };
  return {
    ...installation,
    programs,
    commandStore,
    keyring,
    createCommands: (changes = {}) => createCommands({ ...options, ...changes }),
    async foldAll() {
      const batch = { shards: allShards, stepsMax: 1_000 };
      while ((await foldBatch(installation.store, programs, batch)).steps > 0);
    },
  };
}

/** The member for whom a fact was taken. */
export function placeOf(verdict: AppendVerdict | undefined): MemberPlace {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return { shard: verdict.shard, id: verdict.memberId };
}

let serial = 0;

/** Has something done to a member, under a key of its own unless one is named. */
export function act(
  commands: Commands,
  [command, member, input]: readonly [string, MemberPlace, FactPayload],
  key?: string,
): Promise<CommandOutcome> {
  serial += 1;
  const said = { command, member: member.id, input };
  return commands.act({ caller: 'user:1', key: key ?? `key-${serial}`, said, command, member, input });
}

/** What happens at a place of a transaction of commands, beside it. */
export interface Disturbance {
  /** Before the heads are locked: whatever is logged now came between. */
  readonly beforeHeads?: (transaction: CommandTransaction) => Promise<void>;
  readonly beforeCommit?: () => Promise<void>;
  readonly afterCommit?: () => Promise<void>;
}

/** A store in whose transactions something happens; the disturbance is asked each time, and may have ended. */
export function disturb(store: CommandStore, disturbance: Disturbance): CommandStore {
  return {
    async transaction(name, work) {
      const result = await store.transaction(name, async (transaction) => {
        let before = Promise.resolve();
        const disturbed: CommandTransaction = {
          ...transaction,
          lockHeads(shards) {
            before = disturbance.beforeHeads?.(transaction) ?? before;
            return before.then(() => transaction.lockHeads(shards));
          },
          // Asked for at once with the heads, and done after them.
          look: (members) => before.then(() => transaction.look(members)),
        };
        const done = await work(disturbed);
        await disturbance.beforeCommit?.();
        return done;
      });
      await disturbance.afterCommit?.();
      return result;
    },
  };
}
