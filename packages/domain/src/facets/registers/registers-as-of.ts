import type { StepsWanted } from '../../kernel/as-of.ts';
import type { View } from '../../kernel/facet.ts';
import type { RowSet } from '../../kernel/rows/row-set.ts';
import type { OwnStep } from '../../kernel/steps/steps.ts';
import { decidedRows } from './decided-rows.ts';
import { registerEvidence, registerFactTypes } from './interpret-registers.ts';
import { keyText } from '../../kernel/rows/row-kind.ts';
import { attributeKey, joinAttributes } from './registers.ts';
import { attributeChangeRows, attributeRows } from './rows.ts';
import type { AttributeChangeRow, AttributeRow } from './rows.ts';

/** A register that was written again after the instant: what stood there before is read from the steps. */
export function registerStepsWanted(view: View<null>, asOfAt: number): StepsWanted | null {
  const isLater = view
    .rows(attributeRows)
    .rows()
    .some((row) => row.occurredAt > asOfAt);
  return isLater ? { fromAt: Number.POSITIVE_INFINITY, types: registerFactTypes, hasDecisions: true } : null;
}

/** Attributes, tags and consents by the steps that had occurred at an instant, keyed by `attributeKey`. */
export function registersAsOf(
  view: View<null>,
  asked: { readonly asOfAt: number; readonly steps: readonly OwnStep[] },
): ReadonlyMap<string, AttributeRow> {
  const { asOfAt, steps } = asked;
  const rows = new Map<string, AttributeRow>();
  const log = view.rows(attributeChangeRows);
  const join = (row: AttributeRow): void => {
    if (row.occurredAt > asOfAt || isRefused(log, row)) return;
    const key = attributeKey(row.kind, row.name);
    const known = rows.get(key);
    rows.set(key, known === undefined ? row : joinAttributes(known, row));
  };
  view.rows(attributeRows).rows().forEach(join);
  for (const step of steps) {
    const written = step.kind === 'fact' ? registerEvidence(step) : decidedRows(step, step.parts()['registers']);
    written.forEach(join);
  }
  return rows;
}

/** What a lock did not let pass was never so. */
function isRefused(log: RowSet<AttributeChangeRow>, { kind, name, message }: AttributeRow): boolean {
  return kind === 'attribute' && log.get(keyText([name, message]))?.outcome === 'refused';
}
