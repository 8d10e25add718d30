import {
  accountRows,
  createDefaultProgram,
  createIdentityPolicies,
  entryRows,
  facets,
  holdRows,
  lotRows,
  type FactPayload,
  type ProgramDocuments,
  type RowKind,
  type RowShape,
} from '@perennial/domain';
import type { WalletRows } from '@perennial/domain/testing';
import {
  createCommands,
  foldBatch,
  foldDue,
  type CommandOutcome,
  type Commands,
  type MemberPlace,
  type Programs,
} from '@perennial/engine';
import { rowOf, sqlOf, type OwnedSqlRow } from '../rows/row-sql.ts';
import { createCommandStore } from '../stores/command-store.ts';
import { placeOf } from './command-fixtures.ts';
import { createFoldInstallation, systemClock, testShardCount, type FoldInstallation } from './fold-fixtures.ts';
import { createPreparer, createTestKeyring } from './ingest-fixtures.ts';
import { letStoreClockMove, moveStoreClock } from './movable-clock.ts';

const dayMs = 86_400_000;
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const prepare = createPreparer();

/** The product's own facets on a store of their own, under a program with wallets, with a clock that the test drives. */
export interface WalletInstallation extends FoldInstallation {
  readonly programs: Programs;
  createCommands(): Commands;
  /** People of whom nothing is known but a telephone number. */
  register(count: number): Promise<readonly MemberPlace[]>;
  /** The store's clock goes on by so many days. */
  pass(days: number): Promise<void>;
  /** Folds what waits in the logs and wakes whoever is due; answers up to when. */
  settle(): Promise<number>;
  rowsOf(member: MemberPlace): Promise<WalletRows>;
}

export async function createWalletInstallation(wallets: ProgramDocuments): Promise<WalletInstallation> {
  const documents = { ...createDefaultProgram(), ...wallets };
  const installation = await createFoldInstallation(documents, facets, letStoreClockMove);
  const { database, store } = installation;
  const programs = await installation.createPrograms();
  let people = 0;
  return {
    ...installation,
    programs,
    createCommands: () =>
      createCommands({
        store: createCommandStore(database, facets),
        programs,
        keyring: createTestKeyring(),
        policies: createIdentityPolicies(),
        shardCount: testShardCount,
        meaningsOf: () => new Map(),
        clock: systemClock,
        // Long races on a small machine are answered all the same.
        waitMaxMs: 60_000,
        signal: (raised, rows, nextWakeAt) => installation.signal.raise(raised, rows, nextWakeAt),
      }),
    async register(count) {
      const facts = Array.from({ length: count }, () => {
        people += 1;
        const value = `+861390715${String(people).padStart(4, '0')}`;
        return prepare({
          messageId: `w-${people}`,
          type: 'member.registered',
          identities: [{ type: 'phone', value }],
          occurredAt: Date.now() - 1,
        });
      });
      return (await installation.append(facts)).map(placeOf);
    },
    pass: (days) => moveStoreClock(database, Math.round(days * dayMs)),
    async settle() {
      while ((await foldBatch(store, programs, { shards, stepsMax: 1_000 })).steps > 0);
      const seals = await store.seal(shards);
      while ((await foldDue(store, programs, { seals, membersMax: 100 })).members > 0);
      return Math.min(...seals.map(({ sealedAt }) => sealedAt));
    },
    async rowsOf(member) {
      const [accounts, entries, lots, holds] = await Promise.all([
        readRows(installation, accountRows, member),
        readRows(installation, entryRows, member),
        readRows(installation, lotRows, member),
        readRows(installation, holdRows, member),
      ]);
      return { accounts, entries, lots, holds };
    },
  };
}

/** What the table of a kind holds of a member. */
export async function readRows<Row extends RowShape>(
  { database }: FoldInstallation,
  kind: RowKind<Row>,
  { shard, id }: MemberPlace,
): Promise<readonly Row[]> {
  const kindSql = sqlOf(kind);
  const text = `select shard, member_id, ${kindSql.columns} from ${kind.table} where shard = $1 and member_id = $2`;
  const rows = await database.rows<OwnedSqlRow>({ name: `test_of_${kind.table}`, text }, [shard, id]);
  // What the table of a kind holds are its rows.
  return rows.map((row) => rowOf(kindSql, row)) as unknown as readonly Row[];
}

let serial = 0;

export interface Ask {
  readonly command: string;
  readonly member: MemberPlace;
  readonly input: FactPayload;
  readonly key?: string;
  /** Of a command over two. */
  readonly other?: MemberPlace;
}

/** What is over by itself. */
const passing: ReadonlySet<string> = new Set(['command.busy', 'command.queue_full', 'command.timed_out']);

/** Asks under one key until there is an answer that stands: who is busy says so, and is asked again. */
export async function askSurely(commands: Commands, ask: Ask): Promise<CommandOutcome> {
  serial += 1;
  const { command, member, input, other, key = `wallet-${serial}` } = ask;
  const call = { caller: 'user:1', key, said: { command, member: member.id, input }, command, member, input };
  for (;;) {
    const outcome = await (other === undefined ? commands.act(call) : commands.actOnTwo({ ...call, other }));
    if (outcome.kind !== 'refused' || !passing.has(outcome.code)) return outcome;
  }
}
