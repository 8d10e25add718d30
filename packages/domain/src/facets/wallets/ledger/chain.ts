import { sha256 } from '../../../kernel/base/sha256.ts';
import type { EntryRow } from './rows.ts';

/** What a digest is made of: all that an entry says but names, which a person may be told by. */
export type ChainedEntry = Omit<EntryRow, 'digest' | 'sourceId'>;

/**
 * The digest of an entry: SHA-256 over the digest of the entry before it in the member's wallet ('' before the first) and a JSON list of its
 * parts in this order. Whoever has the entries can check that none was changed, left out or put in between.
 */
export function digestOf(before: string, entry: ChainedEntry, digest = sha256): string {
  const parts = [
    before,
    entry.wallet,
    entry.sequence,
    entry.kind,
    entry.debit,
    entry.credit,
    entry.units,
    entry.balanceAfter,
    entry.at,
    entry.lots,
    entry.reverses,
    entry.source,
    entry.rule,
    entry.programVersion,
    entry.reason,
    entry.causeKind,
    entry.causePosition,
    entry.causeAt,
  ];
  return digest(JSON.stringify(parts));
}
