import type { WalletEntry } from '@perennial/contracts/staff';
import { sharesOf } from '@perennial/domain';
import type { EntryRow } from '@perennial/domain';
import { logKinds, readDecision } from '@perennial/engine';
import { readCauses } from '@perennial/postgres/wallets';
import type { CauseRow } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import { maskText } from '../../personal-data/mask-text.ts';
import type { RuleNames } from './rule-names.ts';

export interface ExplainEntriesDependencies {
  readonly sql: Sql;
  readonly ruleNames: RuleNames;
}

/** Entries of a member with what each came of: the step that it was recorded with, the rule, and what it is named after. */
export async function explainEntries(
  { sql, ruleNames }: ExplainEntriesDependencies,
  shard: number,
  entries: readonly EntryRow[],
): Promise<WalletEntry[]> {
  const positions = new Set(entries.flatMap(({ causePosition }) => (causePosition > 0 ? [causePosition] : [])));
  const [causes, nameOf] = await Promise.all([
    positions.size === 0 ? [] : readCauses(sql, shard, [...positions]),
    ruleNames(entries),
  ]);
  const byPosition = new Map(causes.map((cause) => [cause.position, cause]));
  return entries.map((entry) => ({
    sequence: entry.sequence,
    kind: entry.kind,
    units: signedUnits(entry),
    debit: entry.debit,
    credit: entry.credit,
    balanceAfter: entry.balanceAfter,
    at: entry.at,
    lots: shownShares(entry.lots),
    owed: owedBy(entry),
    reverses: entry.reverses,
    reason: maskText(entry.reason),
    origin: shownOrigin(entry),
    rule: nameOf(entry.rule, entry.programVersion),
    programVersion: entry.programVersion,
    cause: causeOf(entry, { shard, step: byPosition.get(entry.causePosition) }),
    digest: entry.digest,
  }));
}

/** Below zero what left the member. */
export function signedUnits({ credit, units }: Pick<EntryRow, 'credit' | 'units'>): number {
  return credit === 'member' ? units : -units;
}

/** Of what left, the units that no lot gave. */
function owedBy(entry: EntryRow): number {
  if (entry.credit === 'member') return 0;
  return entry.units - sharesOf(entry.lots).reduce((sum, [, units]) => sum + units, 0);
}

export function shownShares(lots: string): { lot: number; units: number }[] {
  return sharesOf(lots).map(([lot, units]) => ({ lot, units }));
}

/** What is an id of things stays as it is; a sender may have made a message's name of anything. */
const ownIds: ReadonlySet<string> = new Set(['order', 'decision']);

export function shownOrigin({ source, sourceId }: Pick<EntryRow, 'source' | 'sourceId'>): WalletEntry['origin'] {
  return { kind: source, id: ownIds.has(source) ? sourceId : maskText(sourceId) };
}

const namedKinds: ReadonlySet<number> = new Set([logKinds.fact, logKinds.decision]);

function causeOf(
  { causeKind, causeAt, causePosition }: EntryRow,
  { shard, step }: { readonly shard: number; readonly step: CauseRow | undefined },
): WalletEntry['cause'] {
  return {
    kind: causeKind,
    at: causeAt,
    id: causePosition > 0 ? `${shard}:${causePosition}` : null,
    type: step !== undefined && namedKinds.has(step.kind) ? step.type : '',
    occurredAt: step?.occurred_at ?? null,
    by: step?.kind === logKinds.decision ? readDecision(step.decision).by : '',
  };
}
