import type { DecisionCause, Handler, Handlers, MergeCause, View } from '../../kernel/facet.ts';
import { ownStepsHandlers } from '../../kernel/own-steps.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { RowSet } from '../../kernel/rows/row-set.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import { decidedRows } from './decided-rows.ts';
import { registerEvidence, registerFactTypes } from './interpret-registers.ts';
import { attributeKey, joinAttributes } from './registers.ts';
import { attributeRows } from './rows.ts';
import type { AttributeRow } from './rows.ts';

/** Rows that win against what is known. */
type Plan = readonly AttributeRow[];

function keysOf(rows: readonly AttributeRow[]) {
  return rows.map((row) => [row.kind, row.name] as const);
}

function planWrites(view: View<null>, rows: readonly AttributeRow[]): Plan | Missing {
  const known = view.rows(attributeRows);
  const unknown = rows.filter((row) => !known.isKnown(attributeKey(row.kind, row.name)));
  if (unknown.length > 0) return new Missing([{ by: 'key', kind: attributeRows, keys: keysOf(unknown) }]);
  return rows;
}

/** One fact may name a register twice, so each row is joined with what the one before left. */
function writeRows(view: View<null>, rows: Plan): void {
  const known = view.rows(attributeRows);
  for (const row of rows) joinInto(known, row);
}

function joinInto(known: RowSet<AttributeRow>, row: AttributeRow): void {
  const before = known.get(attributeKey(row.kind, row.name));
  const joined = before === null ? row : joinAttributes(before, row);
  if (joined !== before) known.put(joined);
}

const onFact: Handler<null, FactStep, Plan> = {
  types: registerFactTypes,
  hint(step, hints) {
    hints.add({ by: 'key', kind: attributeRows, keys: keysOf(registerEvidence(step)) });
  },
  plan: (view, { cause }) => planWrites(view, registerEvidence(cause)),
  apply: writeRows,
};

const onDecision: Handler<null, DecisionCause, Plan> = {
  plan: (view, { cause }) => planWrites(view, decidedRows(cause.step, cause.part)),
  apply: writeRows,
};

const all = [{ by: 'all', kind: attributeRows }] as const;

const onMerge: Handler<null, MergeCause<null>, Plan> = {
  plan(view, { cause }) {
    const taken = cause.absorbed.rows(attributeRows);
    const needs = view.rows(attributeRows).isWhole ? [] : all;
    if (needs.length > 0 || !taken.isWhole) return new Missing(needs, [], taken.isWhole ? [] : all);
    return taken.rows();
  },
  apply: writeRows,
};

export const registerHandlers: Handlers<null> = {
  fact: [onFact],
  decision: onDecision,
  merge: onMerge,
  // Attributes, tags and consents are hers alone: none stays.
  ...ownStepsHandlers<null>(null, [attributeRows]),
};
