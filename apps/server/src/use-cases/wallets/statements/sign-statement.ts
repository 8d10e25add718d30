import { statementEntriesMax, statementFormat } from '@perennial/contracts/staff';
import type { SignedStatement } from '@perennial/contracts/staff';
import type { EntryRow } from '@perennial/domain';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { StatementSigner } from './statement-keys.ts';

export interface StatementSaid {
  readonly memberId: string;
  readonly wallet: string;
  readonly decimals: number;
  readonly asOfAt: number;
  readonly issuedAt: number;
  /** The document begins behind this entry. */
  readonly after: number;
}

/**
 * The entries of a wallet as one document: each with all that its digest is made of, and signed the digests and balances at both ends. Nothing in it
 * says who she is but her id. Throws `entry.unknown` where it is to begin behind an entry that there is not.
 */
export function signStatement(
  entries: readonly EntryRow[],
  said: StatementSaid,
  signer: StatementSigner,
): SignedStatement {
  const { memberId, wallet, decimals, asOfAt: asOf, issuedAt, after } = said;
  if (after > entries.length) throw new ProblemError('entry.unknown');
  const shown = entries.slice(after, after + statementEntriesMax);
  const opening = endOf(entries[after - 1]);
  const closing = shown.length === 0 ? opening : endOf(shown.at(-1));
  const document = {
    format: statementFormat,
    memberId,
    wallet,
    decimals,
    asOf,
    issuedAt,
    opening,
    closing,
    isLast: after + shown.length === entries.length,
    keyId: signer.keyId,
  } as const;
  return { ...document, entries: shown.map(shownEntry), signature: signer.sign(signedText(document)) };
}

function endOf(entry: EntryRow | undefined): SignedStatement['opening'] {
  return { sequence: entry?.sequence ?? 0, balance: entry?.balanceAfter ?? 0, digest: entry?.digest ?? '' };
}

function shownEntry(entry: EntryRow): SignedStatement['entries'][number] {
  return {
    sequence: entry.sequence,
    kind: entry.kind,
    debit: entry.debit,
    credit: entry.credit,
    units: entry.units,
    balanceAfter: entry.balanceAfter,
    at: entry.at,
    lots: entry.lots,
    reverses: entry.reverses,
    source: entry.source,
    rule: entry.rule,
    programVersion: entry.programVersion,
    reason: entry.reason,
    causeKind: entry.causeKind,
    causePosition: entry.causePosition,
    causeAt: entry.causeAt,
    digest: entry.digest,
  };
}

/** What the signature is made over: a JSON list of these parts in this order, instants as epoch milliseconds. */
function signedText(document: Omit<SignedStatement, 'entries' | 'signature'>): string {
  const { format, memberId, wallet, decimals, asOf, issuedAt, opening, closing, isLast, keyId } = document;
  const ends = [opening, closing].map(({ sequence, balance, digest }) => [sequence, balance, digest]);
  return JSON.stringify([format, memberId, wallet, decimals, asOf, issuedAt, ...ends, isLast, keyId]);
}
