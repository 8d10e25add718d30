import {
  createIdentityPolicies,
  foldLog,
  openView,
  type Facet,
  type HistoryAsOf,
  type LoggedStep,
  type Member,
  type MemberId,
  type OwnStep,
  type ProgramDocuments,
  type StepInput,
} from '@perennial/domain';
import { createToyProgram, stampsFacet, streakFacet, toyFacets } from '@perennial/domain/testing';
import {
  createCommands,
  foldBatch,
  foldDue,
  type Commands,
  type MemberPlace,
  type PreparedFact,
  type Programs,
} from '@perennial/engine';
import { expect } from 'vitest';
import { stepOfRow } from '../fold-store/steps-of-rows.ts';
import { rowOf, sqlOf, type OwnedSqlRow } from '../rows/row-sql.ts';
import { factColumns, type FactRow } from '../sql/fact-row.ts';
import { createCommandStore } from '../stores/command-store.ts';
import { placeOf } from './command-fixtures.ts';
import { createTablesOf } from './facet-tables.ts';
import { createFoldInstallation, systemClock, testShardCount, type FoldInstallation } from './fold-fixtures.ts';
import { createTestKeyring } from './ingest-fixtures.ts';

export const dayMs = 86_400_000;
const shards = Array.from({ length: testShardCount }, (_, shard) => shard);
const toys: readonly Facet[] = toyFacets.list.filter(({ name }) => [stampsFacet.name, streakFacet.name].includes(name));

/** Rows and states of the toys as text, by member and table, so that they are compared as a whole. */
export type ToyContent = readonly string[];

/** The toys on a store of their own, with a clock that the test drives. */
export interface ToyInstallation extends Omit<FoldInstallation, 'folded'> {
  readonly programs: Programs;
  readonly commands: Commands;
  /** Sends facts, each with who it is about for good, whatever is merged meanwhile; answers whom it was taken for. */
  send(facts: readonly ToyFact[]): Promise<readonly MemberPlace[]>;
  /** What is recorded from now on is recorded so many days later. */
  pass(days: number): Promise<void>;
  publish(changes: ProgramDocuments): Promise<void>;
  /** Folds all that waits in the logs, so many steps at a time. */
  fold(stepsMax?: number): Promise<void>;
  /** Wakes whoever is due; answers up to when. */
  wake(): Promise<number>;
  stored(): Promise<ToyContent>;
  /** The same by folding nothing but the log in memory, up to an instant; who was granted what is given, as it was recorded. */
  folded(until: number): Promise<ToyContent>;
  /** Folds and wakes, and compares the store with the log. */
  expectPureFold(): Promise<ToyContent>;
}

/** A fact, and the name of who it is about. */
export interface ToyFact {
  readonly about: string;
  readonly fact: PreparedFact;
}

export async function createToyInstallation(): Promise<ToyInstallation> {
  const installation = await createFoldInstallation(createToyProgram(), toyFacets);
  const { database, store } = installation;
  await createTablesOf(
    database,
    toys.flatMap(({ rowKinds }) => rowKinds),
  );
  await database.run(
    `insert into resource_slice (shard, key, available)
     select shard, 'prize/coffee', 20 from generate_series(0, ${testShardCount - 1}) as shard
      union all values (3, 'prize/bread', 1)`,
  );
  const programs = await installation.createPrograms();
  const owners = createOwners();
  let nowAt = Date.now();
  const toy: ToyInstallation = {
    ...installation,
    programs,
    commands: createToyCommands(installation, programs),
    async send(facts) {
      const verdicts = await installation.append(facts.map(({ fact }) => fact));
      const places = verdicts.map(placeOf);
      for (const [n, { about, fact }] of facts.entries()) owners.note(about, fact.messageId, places[n]?.id);
      return places;
    },
    async pass(days) {
      nowAt += days * dayMs;
      await database.run(`update shard_head set recorded_at = greatest(recorded_at, ${nowAt})`);
    },
    async publish(changes) {
      const request = { publishedAt: Date.now(), publishedBy: 'test', note: '', restores: null };
      await installation.programStore.publish({ ...request, documents: createToyProgram(changes) });
    },
    async fold(stepsMax = 1_000) {
      while ((await foldBatch(store, programs, { shards, stepsMax })).steps > 0);
    },
    async wake() {
      const seals = await store.seal(shards);
      while ((await foldDue(store, programs, { seals, membersMax: 100 })).members > 0);
      return Math.min(...seals.map(({ sealedAt }) => sealedAt));
    },
    stored: () => readStored(installation),
    async folded(until) {
      await programs.ensure(await store.latestProgramVersion());
      const log = await readLog(installation);
      const inputs = await readInputs(installation, log);
      const { context } = programs;
      const ownSteps = owners.ownStepsIn(log);
      const members = foldLog(log, { facets: toyFacets, context, until, inputs, ownSteps });
      return [...members.values()].flatMap((member) => contentOf(member)).toSorted();
    },
    async expectPureFold() {
      await toy.fold();
      const until = await toy.wake();
      const parked = await database.rows({ name: 'test_parked', text: 'select error from parked_member' }, []);
      expect(parked).toEqual([]);
      const stored = await toy.stored();
      expect(stored).toEqual(await toy.folded(until));
      return stored;
    },
  };
  return toy;
}

function createToyCommands(installation: FoldInstallation, programs: Programs): Commands {
  return createCommands({
    store: createCommandStore(installation.database, toyFacets),
    programs,
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount: testShardCount,
    meaningsOf: () => new Map(),
    clock: systemClock,
    signal: (raised, rows, nextWakeAt) => installation.signal.raise(raised, rows, nextWakeAt),
  });
}

/**
 * Whose each fact is, as the test has it: by name, not by the identities that the product goes by. A name stands for the member
 * who was first found under it.
 */
function createOwners() {
  const ids = new Map<string, MemberId>();
  const names = new Map<string, string>();
  const ownerOf = (step: OwnStep) =>
    step.kind === 'decision' ? step.memberId : ids.get(names.get(step.messageId) ?? '');
  return {
    note(about: string, messageId: string, id: MemberId | undefined): void {
      names.set(messageId, about);
      if (id !== undefined && !ids.has(about)) ids.set(about, id);
    },
    /** A member's facts and decisions when she is folded anew: hers, and those of whom she had taken in and not given back. */
    ownStepsIn(log: readonly LoggedStep[]) {
      return (member: Member, { position, recordedAt, mergeId }: HistoryAsOf): readonly OwnStep[] => {
        const before = log.filter(
          (step) => step.recordedAt <= recordedAt && (step.memberId !== member.id || step.position <= position),
        );
        const undone = new Set(before.flatMap((step) => (step.kind === 'split' ? [step.mergeId] : [])));
        if (mergeId !== null) undone.add(mergeId);
        const family = new Set([member.id]);
        for (const step of before)
          if (step.kind === 'merge' && family.has(step.memberId) && !undone.has(step.mergeId))
            family.add(step.absorbedId);
        // As long as she is somebody else's, what is said of her there is the other's.
        const isAbsorbed = before.some(
          (step) => step.kind === 'absorb' && step.memberId === member.id && !undone.has(step.mergeId),
        );
        return before.filter(
          (step): step is OwnStep =>
            (step.kind === 'fact' || step.kind === 'decision') &&
            family.has(ownerOf(step) ?? step.memberId) &&
            (!isAbsorbed || family.has(step.memberId)),
        );
      };
    },
  };
}

async function readLog({ database }: FoldInstallation): Promise<readonly LoggedStep[]> {
  const rows = await database.rows<FactRow>(
    { name: 'test_log', text: `select ${factColumns} from fact f order by f.shard, f.position` },
    [],
  );
  return rows.map(stepOfRow).filter((step) => step !== null);
}

async function readInputs({ store }: FoldInstallation, log: readonly LoggedStep[]) {
  const keys = new Map(log.map(({ shard, memberId }) => [memberId, { shard, id: memberId }]));
  const inputs = await store.snapshot('test-inputs', (snapshot) => snapshot.readInputs([...keys.values()]));
  return (id: MemberId): readonly StepInput[] => inputs.get(id) ?? [];
}

async function readStored({ database }: FoldInstallation): Promise<ToyContent> {
  const content: string[] = [];
  for (const { rowKinds, ...facet } of toys) {
    for (const kind of rowKinds) {
      const kindSql = sqlOf(kind);
      const text = `select shard, member_id, ${kindSql.columns} from ${kind.table}`;
      for (const row of await database.rows<OwnedSqlRow>({ name: `test_all_${kind.table}`, text }, []))
        content.push(textOf(row.member_id, kind.table, rowOf(kindSql, row)));
    }
    const states = await database.rows<{ member_id: string; state: Buffer }>(
      { name: 'test_states', text: 'select member_id, state from member_facet where facet = $1' },
      [facet.name],
    );
    for (const { member_id, state } of states) content.push(...stateTextOf(member_id, facet, state));
  }
  return content.toSorted();
}

/** What a member in memory has of the toys. */
export function contentOf(member: Member): ToyContent {
  return toys.flatMap((facet) => {
    const view = openView(member, facet);
    return [
      ...facet.rowKinds.flatMap((kind) =>
        view
          .setOf(kind)
          .rows()
          .map((row) => textOf(member.id, kind.table, row)),
      ),
      ...stateTextOf(member.id, facet, facet.codec.encode(view.state)),
    ];
  });
}

/** A row with its owner and table. */
export function textOf(memberId: string, table: string, row: object): string {
  const sorted = Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${memberId} ${table} ${JSON.stringify(sorted)}`;
}

/** The state that a member begins with need not be stored. */
function stateTextOf(memberId: string, { name, codec }: Pick<Facet, 'name' | 'codec'>, bytes: Uint8Array) {
  const text = Buffer.from(bytes).toString('hex');
  return text === Buffer.from(codec.encode(codec.create())).toString('hex') ? [] : [`${memberId} ${name} ${text}`];
}
