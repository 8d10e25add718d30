import { shardOf, type IdentityPolicies, type MemberId } from '@perennial/domain';
import { isSameBody, type AppendVerdict, type PreparedFact } from '../facts/prepared-fact.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { HeadRow, LoggedFact, LogPlace, LogRow } from '../log/log-rows.ts';
import { claimOrders, type ClaimedOrders } from '../orders/claim-orders.ts';
import { goByHeldHashes } from '../resolution/held-hashes.ts';
import { createIdentityCache, type IdentityCache } from '../resolution/identity-cache.ts';
import { resolveBatch, type ResolvedBatch } from '../resolution/resolve-batch.ts';
import { anonymousShardOf } from './anonymous-shard.ts';
import { createHeadCounts, type HeadCounts } from './head-counts.ts';
import type { IngestStore, IngestTransaction } from './ingest-store.ts';
import { layOutLog, type LogLayout } from './log-layout.ts';
import { claimIdentities, collectMemberWrites, writeMembers } from './member-writes.ts';
import { readAhead } from './read-ahead.ts';

export interface AppendOptions {
  readonly store: IngestStore;
  readonly keyring: Keyring;
  readonly policies: IdentityPolicies;
  readonly shardCount: number;
  /** Epoch milliseconds; used only in ids, never as an instant of the log. */
  readonly now: () => number;
  /** Called after the commit with the shards that have grown, and by what: shard by shard, ascending by position. */
  readonly signal: (shards: readonly number[], rows: readonly LogRow[]) => void;
}

/** Nothing was kept; the caller may send the batch again. */
export class AppendContentionError extends Error {
  override readonly name = 'AppendContentionError';
}

/** An identity moved between being read and the head lock, or somebody else created it: the batch is resolved anew. */
class StaleResolution extends Error {
  override readonly name = 'StaleResolution';
}

/** Each attempt loses only to somebody who got further, so many in a row mean a fault. */
const attemptsMax = 20;

/** Appends a batch in one transaction and answers for each fact, in order. Answers are final: they come after the commit. */
export type AppendFacts = (facts: readonly PreparedFact[]) => Promise<readonly AppendVerdict[]>;

/**
 * Makes the function that puts facts into the log.
 *
 * Job: claims messages, finds or creates members, joins identities, claims orders, lifts personal data into its own rows, and
 * assigns dense positions under the head locks, in one transaction a batch. It does not fold, validate or normalise.
 *
 * 1. A message id enters the log once; a repeat is a duplicate, another body under it a conflict.
 * 2. A fact lands in the log of the member that holds its identities at the instant of the head lock, one about an order in
 *    that of the order's owner: a batch whose identities or owners moved since it read them is resolved anew.
 * 3. An identity belongs to one member. It is inserted before the heads are locked, and changed only under the head of
 *    the shard of the member that holds it.
 * 4. Whatever is answered is committed; after an error nothing of the batch is kept.
 */
export function createAppendFacts(options: AppendOptions): AppendFacts {
  const memory: Memory = { counts: createHeadCounts(options.store), owners: createIdentityCache(options.shardCount) };
  return async (facts) => {
    const unique = dropRepeats(facts);
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const appended = await tryAppend(options, memory, unique.facts);
      if (appended !== null) return unique.expand(appended);
    }
    throw new AppendContentionError(`a batch of ${facts.length} facts was overtaken ${attemptsMax} times`);
  };
}

interface UniqueFacts {
  /** Each message once, in the order of the batch. */
  readonly facts: readonly PreparedFact[];
  readonly expand: (verdicts: ReadonlyMap<PreparedFact, AppendVerdict>) => readonly AppendVerdict[];
}

/**
 * Sorted to be compared, not put into a map: V8 keeps a table of all strings that were ever keys, and two thousand new ones a batch
 * that nobody asks for again cost more than sorting them.
 */
function dropRepeats(facts: readonly PreparedFact[]): UniqueFacts {
  const sorted = [...facts].sort(byMessageKey);
  const hasRepeats = sorted.some((fact, n) => fact.messageKey === sorted[n - 1]?.messageKey);
  if (!hasRepeats) return { facts, expand: (verdicts) => facts.map((fact) => verdictOf(verdicts, fact)) };
  const firsts = new Map<string, PreparedFact>();
  for (const fact of facts) if (!firsts.has(fact.messageKey)) firsts.set(fact.messageKey, fact);
  return { facts: [...firsts.values()], expand: (verdicts) => expandVerdicts(facts, firsts, verdicts) };
}

function byMessageKey(one: PreparedFact, other: PreparedFact): number {
  if (one.messageKey === other.messageKey) return 0;
  return one.messageKey < other.messageKey ? -1 : 1;
}

function verdictOf(verdicts: ReadonlyMap<PreparedFact, AppendVerdict>, fact: PreparedFact | undefined): AppendVerdict {
  const verdict = fact === undefined ? undefined : verdicts.get(fact);
  if (verdict === undefined) throw new Error('a fact was left without a verdict');
  return verdict;
}

/** A repeat within the batch is judged by the first: against its body, and as what became of it. */
function expandVerdicts(
  facts: readonly PreparedFact[],
  firsts: ReadonlyMap<string, PreparedFact>,
  verdicts: ReadonlyMap<PreparedFact, AppendVerdict>,
): readonly AppendVerdict[] {
  const answered = new Set<string>();
  return facts.map((fact) => {
    const first = firsts.get(fact.messageKey);
    const verdict = verdictOf(verdicts, first);
    if (answered.has(fact.messageKey))
      return { kind: first?.bodyHash === fact.bodyHash && verdict.kind !== 'conflict' ? 'duplicate' : 'conflict' };
    answered.add(fact.messageKey);
    return verdict;
  });
}

/** What the process remembers between batches: hints that are checked under the head lock. */
interface Memory {
  readonly counts: HeadCounts;
  readonly owners: IdentityCache;
}

/** Null: overtaken, try again. */
async function tryAppend(options: AppendOptions, { counts, owners }: Memory, facts: readonly PreparedFact[]) {
  const before = await counts.snapshot();
  try {
    const done = await options.store.transaction('append facts', (transaction) =>
      appendOnce({ transaction, options, before, owners }, facts),
    );
    counts.set(done.heads);
    owners.set(done.owners, new Map(done.heads.map((head) => [head.shard, head.mergeCount])));
    const grown = done.heads.map((head) => head.shard);
    if (grown.length > 0) options.signal(grown, done.rows);
    return done.verdicts;
  } catch (error) {
    if (!(error instanceof StaleResolution)) throw error;
    counts.forget();

    return null;
  }
}

interface Append {
  readonly transaction: IngestTransaction;
  readonly options: AppendOptions;
  /** Merge counts by shard, read before anything was resolved. */
  readonly before: ReadonlyMap<number, number>;
  readonly owners: IdentityCache;
}

interface Appended {
  readonly verdicts: ReadonlyMap<PreparedFact, AppendVerdict>;
  readonly heads: readonly HeadRow[];
  readonly rows: readonly LogRow[];
  readonly owners: ReadonlyMap<string, MemberId>;
}

async function appendOnce(append: Append, facts: readonly PreparedFact[]): Promise<Appended> {
  const { transaction, options, before, owners } = append;
  const verdicts = new Map<PreparedFact, AppendVerdict>();
  const knownOwner = (hash: string): MemberId | undefined => owners.get(hash, before);
  const claiming = claimMessages(transaction, facts, verdicts);
  const reads = { ...transaction, ...readAhead(transaction, facts, knownOwner) };
  const fresh = await claiming;
  if (fresh.length === 0) return { verdicts, heads: [], rows: [], owners: new Map() };
  const held = await goByHeldHashes(reads, fresh);
  const { policies, shardCount } = options;
  const resolved = await resolveBatch(reads, held.facts, { policies, shardCount, nowMs: options.now(), knownOwner });
  const orders = await claimOrders(reads, resolved, shardCount);
  const { batch } = orders;
  const writes = await collectMemberWrites(transaction, batch, options);
  if (!(await claimIdentities(transaction, writes))) throw new StaleResolution();
  const [isKept, heads] = await Promise.all([writeMembers(transaction, writes), lockHeads(append, batch)]);
  if (!isKept) throw new StaleResolution();
  const layout = layOutLog(batch, heads, shardCount);
  await writeLog(transaction, layout);
  await noteOrders(transaction, orders, layout);
  for (const [fact, place] of layout.places)
    verdicts.set(held.givenOf(batch.givenOf(fact)), { kind: 'accepted', ...place });
  return { verdicts, heads: layout.heads, rows: layout.rows, owners: batch.ownersAfter };
}

/** Claims what is new; the others get their verdicts. Nobody claims unkeyed ids any more, so these are only looked up. */
async function claimMessages(
  transaction: IngestTransaction,
  facts: readonly PreparedFact[],
  verdicts: Map<PreparedFact, AppendVerdict>,
): Promise<readonly PreparedFact[]> {
  const unkeyed = facts.flatMap((fact) => fact.unkeyedMessageKey ?? []);
  const older = unkeyed.length === 0 ? noMessages : await transaction.readMessages(unkeyed);
  const open =
    older.size === 0 ? facts : withoutRepeats(facts, (fact) => older.get(fact.unkeyedMessageKey ?? ''), verdicts);
  const claims = open
    .map((fact) => ({ key: fact.messageKey, bodyHash: fact.bodyHash }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const taken = open.length === 0 ? noMessages : await transaction.claimMessages(claims);
  return taken.size === 0 ? open : withoutRepeats(open, (fact) => taken.get(fact.messageKey), verdicts);
}

const noMessages: ReadonlyMap<string, number> = new Map();

function withoutRepeats(
  facts: readonly PreparedFact[],
  loggedHashOf: (fact: PreparedFact) => number | undefined,
  verdicts: Map<PreparedFact, AppendVerdict>,
): readonly PreparedFact[] {
  return facts.filter((fact) => {
    const loggedHash = loggedHashOf(fact);
    if (loggedHash === undefined) return true;
    verdicts.set(fact, { kind: isSameBody(fact, loggedHash) ? 'duplicate' : 'conflict' });
    return false;
  });
}

/** Locks every head that the batch touches, and checks that nothing that was decided on has changed. */
async function lockHeads({ transaction, options, before }: Append, batch: ResolvedBatch): Promise<readonly HeadRow[]> {
  const heads = await transaction.lockHeads([...shardsOf(batch, options.shardCount)].sort((one, other) => one - other));
  const linkCounts = new Map(batch.headsRead.map((head) => [head.shard, head.linkCount]));
  for (const head of heads) {
    const linkCount = linkCounts.get(head.shard);
    if (before.get(head.shard) !== head.mergeCount || (linkCount !== undefined && linkCount !== head.linkCount))
      throw new StaleResolution();
  }
  return heads;
}

function shardsOf(batch: ResolvedBatch, shardCount: number): ReadonlySet<number> {
  const shards = new Set<number>();
  const add = (memberId: MemberId) => shards.add(shardOf(memberId, shardCount));
  for (const { fact, memberId, changes, ofOrder } of batch.facts) {
    if (memberId === null) shards.add(anonymousShardOf(fact, shardCount));
    else add(memberId);
    for (const attached of ofOrder?.attached ?? noFacts) shards.add(attached.shard);
    for (const change of changes) {
      if (change.kind === 'merge') [change.survivor, change.absorbed].forEach(add);
      else if (change.kind === 'move') [change.from, change.to].forEach(add);
      else add(change.memberId);
    }
  }
  return shards;
}

const noFacts: readonly LoggedFact[] = [];

async function writeLog(transaction: IngestTransaction, layout: LogLayout): Promise<void> {
  if (layout.moves.length > 0) await transaction.moveIdentities(layout.moves);
  await transaction.appendLog(layout.rows, layout.heads);
  if (layout.merges.length > 0) await transaction.insertMergeLog(layout.merges);
}

async function noteOrders(
  transaction: IngestTransaction,
  { waiting, settled }: ClaimedOrders,
  layout: LogLayout,
): Promise<void> {
  if (settled.length > 0) await transaction.clearWaiting(settled);
  if (waiting.size === 0) return;
  const notes = [...waiting].map(([fact, id]) => ({ id, ...placeIn(layout, fact) }));
  await transaction.noteWaiting(notes);
}

function placeIn(layout: LogLayout, fact: PreparedFact): LogPlace {
  const place = layout.places.get(fact);
  if (place === undefined) throw new Error('a fact was left without a place');
  return { shard: place.shard, position: place.position };
}
