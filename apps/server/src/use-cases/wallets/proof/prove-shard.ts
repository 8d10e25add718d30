import { digestOf } from '@perennial/domain';
import {
  countWalletRows,
  endSums,
  findOtherChains,
  findSuspectEntries,
  findUnequalWallets,
  prepareSums,
} from '@perennial/postgres/wallets';
import type { ShardRange, SuspectEntry, UnequalRow } from '@perennial/postgres/wallets';
import type { Database, Sql } from '@perennial/postgres';

/** Something that must hold of a wallet and does not. No personal data: ids, names of wallets, and figures. */
export interface ProofProblem {
  readonly shard: number;
  readonly memberId: string;
  readonly wallet: string;
  /** `sums`: W1 and W2; `chain`: an entry is not what it was when it was made. */
  readonly check: 'sums' | 'chain';
  readonly detail: string;
}

export interface ShardProof {
  readonly shard: number;
  readonly entries: number;
  readonly accounts: number;
  readonly problems: readonly ProofProblem[];
}

/** So many problems of a shard are told; that there are more can be seen by the number. */
const problemsMax = 100;

/**
 * Proves some shards by one moment of the store: that every entry has the member on exactly one side (W1), that accounts are the sums of their
 * entries, of their open lots less the debt, and of what waits and is held (W2), that counters are what entries say, that numbers have no gap, and
 * that every entry is what it was when it was made.
 */
export async function proveShards(
  database: Pick<Database, 'transaction'>,
  range: ShardRange,
): Promise<readonly ShardProof[]> {
  const options = { name: 'prove wallets', mode: 'snapshot', idleTimeoutMs: 60_000 } as const;
  return database.transaction(options, async (sql) => {
    await prepareSums(sql);
    const unequal = await findUnequalWallets(sql, range, problemsMax * (range.to - range.from + 1));
    await endSums(sql);
    const ofShard = Map.groupBy(unequal, ({ shard }) => shard);
    const proofs: ShardProof[] = [];
    for (let shard = range.from; shard <= range.to; shard += 1)
      proofs.push(await proveOne(sql, shard, ofShard.get(shard) ?? []));
    return proofs;
  });
}

async function proveOne(sql: Sql, shard: number, unequal: readonly UnequalRow[]): Promise<ShardProof> {
  const { entries, accounts } = await countWalletRows(sql, shard);
  const problems: ProofProblem[] = unequal.slice(0, problemsMax).map((row) => ({
    ...ofWallet(shard, row),
    check: 'sums',
    detail: unequalText(row),
  }));
  if (entries + accounts === 0) return { shard, entries, accounts, problems };
  for (const row of await findOtherChains(sql, shard, problemsMax))
    problems.push({
      ...ofWallet(shard, row),
      check: 'chain',
      detail: `its last digest is not that of entry ${row.sequence}`,
    });
  for (const suspect of await findSuspectEntries(sql, shard, problemsMax)) {
    const detail = chainProblem(suspect);
    const { memberId, entry } = suspect;
    if (detail !== null) problems.push({ shard, memberId, wallet: entry.wallet, check: 'chain', detail });
  }
  return { shard, entries, accounts, problems };
}

function ofWallet(shard: number, { member_id: memberId, wallet }: Pick<UnequalRow, 'member_id' | 'wallet'>) {
  return { shard, memberId, wallet };
}

/** What of an account says otherwise, in figures. */
function unequalText(row: UnequalRow): string {
  if (row.posted === null) return `there is no account for ${row.entry_count} entries and lots of ${row.lot_units}`;
  const pairs: readonly (readonly [what: string, is: number, expected: number])[] = [
    ['the balance', row.posted, row.entry_units],
    ['the balance by lots', row.posted, row.lot_units - row.debt],
    ['what waits', row.pending, row.lot_pending],
    ['what is held by lots', row.held, row.lot_held],
    ['what is held by holds', row.held, row.hold_units],
    ['the number of entries', row.sequence, row.entry_count],
    ['the last entry', row.sequence, row.entry_last],
    ['the last lot', row.lots, row.lot_last],
    ['entries with the member on both sides or on none', row.entry_one_sided, 0],
    ...(row.is_merged
      ? []
      : ([
          ['what was spent', row.spent, row.entry_spent],
          ['what expired', row.expired, row.entry_expired],
        ] as const)),
  ];
  return pairs
    .filter(([, is, expected]) => is !== expected)
    .map(([what, is, expected]) => `${what} is ${is}, not ${expected}`)
    .join('; ');
}

/** What of an entry does not follow from the one before; null: all of it does, by the rule that it was made by. */
function chainProblem({ entry, before }: SuspectEntry): string | null {
  const { sequence, units, credit, balanceAfter, at, digest } = entry;
  if (sequence !== before.sequence + 1) return `entry ${sequence} follows ${before.sequence}`;
  const balance = before.balance + (credit === 'member' ? units : -units);
  if (balanceAfter !== balance) return `the balance after entry ${sequence} is ${balanceAfter}, not ${balance}`;
  if (at < before.at) return `entry ${sequence} is before the one before`;
  return digest === digestOf(before.digest, entry)
    ? null
    : `the digest of entry ${sequence} is not that of what it says`;
}
