import type { DecisionStep, FactStep, LensLayout, LensTable } from '@perennial/domain';
import { logKinds, type ShippedRow, type ShippedRows } from '@perennial/engine';
import { stepOfRow } from '../fold-store/steps-of-rows.ts';
import type { FactRow } from '../sql/fact-row.ts';

/** Rows on their way to the tables of facets. */
export type RowsByTable = Map<string, ShippedRow[]>;

export function addRows(into: RowsByTable, { part }: LensTable, rows: readonly ShippedRow[]): void {
  if (rows.length === 0) return;
  const known = into.get(part.name);
  if (known === undefined) into.set(part.name, [...rows]);
  else for (const row of rows) known.push(row);
}

export function toShippedRows(rows: RowsByTable): readonly ShippedRows[] {
  return [...rows].map(([table, own]) => ({ table, rows: own }));
}

/** Adds what single facts and decisions of a block stand for. */
export function addRowsOfSteps(
  into: RowsByTable,
  { tables }: Pick<LensLayout, 'tables'>,
  rows: readonly FactRow[],
): void {
  const listening = tables.filter(({ part }) => part.steps !== undefined);
  for (const row of rows) {
    const heardBy = listening.filter((table) => hears(table, row));
    const step = heardBy.length === 0 ? null : stepOfRow(row);
    if (step === null || (step.kind !== 'fact' && step.kind !== 'decision')) continue;
    for (const table of heardBy) addRows(into, table, rowsOfStep(table, step));
  }
}

function hears({ part: { steps } }: LensTable, row: FactRow): boolean {
  if (row.kind === logKinds.fact) return steps?.facts.includes(row.type) === true;
  return row.kind === logKinds.decision && steps?.hasDecisions === true;
}

function rowsOfStep({ part }: LensTable, step: FactStep | DecisionStep): readonly ShippedRow[] {
  const { shard, memberId } = step;
  return (part.steps?.rows(step) ?? []).map((values) => ({ shard, memberId, values }));
}
