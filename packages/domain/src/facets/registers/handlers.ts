import type { DecisionCause, Handler, Handlers, MergeCause, Use, View } from '../../kernel/facet.ts';
import { ownStepsHandlers } from '../../kernel/own-steps.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { Need } from '../../kernel/rows/needs.ts';
import type { RowSet } from '../../kernel/rows/row-set.ts';
import type { FactStep } from '../../kernel/steps/steps.ts';
import { decidedRows, loggedChanges } from './decided-rows.ts';
import { attributeChanged, attributeRefused, tagChanged } from './events.ts';
import { registerEvidence, registerFactTypes } from './interpret-registers.ts';
import { judgeChange, lockOf, noteChange, olderOf } from './judge-change.ts';
import type { AttributeLock } from '../../kernel/documents/attribute-locks.ts';
import { attributeKey, joinAttributes } from './registers.ts';
import { attributeChangeRows, attributeRows } from './rows.ts';
import type { AttributeChangeRow, AttributeRow } from './rows.ts';
import { registersRulesOf } from './rules.ts';

/** Rows that win against what is known. */
type Plan = readonly AttributeRow[];

function keysOf(rows: readonly AttributeRow[]) {
  return rows.map((row) => [row.kind, row.name] as const);
}

function needsOf(view: View<null>, rows: readonly AttributeRow[], logged: readonly string[]): readonly Need[] {
  const known = view.rows(attributeRows);
  const unknown = rows.filter((row) => !known.isKnown(attributeKey(row.kind, row.name)));
  const logs = logged.filter((name) => !view.rows(attributeChangeRows).isPrefixKnown(name));
  return [
    ...(unknown.length > 0 ? [{ by: 'key', kind: attributeRows, keys: keysOf(unknown) } as const] : []),
    ...(logs.length > 0
      ? [{ by: 'prefix', kind: attributeChangeRows, keys: logs.map((name) => [name] as const) } as const]
      : []),
  ];
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
  plan(view, use) {
    const rows = registerEvidence(use.cause);
    const { locks } = registersRulesOf(use.program);
    const locked = locks.size === 0 ? [] : rows.filter(({ kind, name }) => kind === 'attribute' && locks.has(name));
    const needs = needsOf(
      view,
      rows,
      locked.map(({ name }) => name),
    );
    return needs.length === 0 ? rows : new Missing(needs);
  },
  apply(view, rows, use) {
    const rules = registersRulesOf(use.program);
    const known = view.rows(attributeRows);
    for (const row of rows) {
      const lock = rules.locks.size === 0 ? undefined : lockOf(rules, row);
      if (lock === undefined || mayWrite(view, { row, lock, use })) joinInto(known, row);
    }
  },
};

/** Notes what the write to a locked attribute is; of one that may not be, the others are told, and the attribute keeps its value. */
function mayWrite(
  view: View<null>,
  { row, lock, use }: { readonly row: AttributeRow; readonly lock: AttributeLock; readonly use: Use<FactStep> },
): boolean {
  const { name, message, value } = row;
  const step = use.cause;
  const before = view.rows(attributeRows).get(attributeKey(row.kind, name));
  const logs = view.rows(attributeChangeRows);
  // History is judged by when it was true, everything else by when it was told: a sender's clock opens no lock.
  const at = step.isBackfill ? step.occurredAt : step.recordedAt;
  const verdict = judgeChange(
    lock,
    { before, write: row, log: logs.rowsUnder([name]), at },
    registersRulesOf(use.program).days,
  );
  if (verdict === null) return true;
  const { outcome, mayChangeAt } = verdict;
  const noted = { name, message, at, outcome, before: before?.value ?? 'null', value };
  noteChange(logs, { ...noted, by: step.source, reason: '', mayChangeAt });
  if (outcome !== 'refused') return true;
  view.tell({ type: attributeRefused, occurredAt: at, payload: { attribute: name, mayChangeAt } }, use);
  return false;
}

/** What was decided is written, whatever the locks say by now: the decision was held to them when it was made. */
const onDecision: Handler<null, DecisionCause, Plan> = {
  plan(view, { cause }) {
    const rows = decidedRows(cause.step, cause.part);
    const needs = needsOf(view, rows, [...loggedChanges(cause.part).keys()]);
    return needs.length === 0 ? rows : new Missing(needs);
  },
  apply(view, rows, use) {
    const { step, part } = use.cause;
    const known = view.rows(attributeRows);
    for (const [name, { outcome, by, reason }] of loggedChanges(part)) {
      const row = rows.find((one) => one.kind === 'attribute' && one.name === name);
      if (row === undefined) continue;
      const before = known.get(attributeKey('attribute', name))?.value ?? 'null';
      const { message, value } = row;
      const noted = { name, message, at: step.recordedAt, outcome, before, value, by, reason, mayChangeAt: null };
      noteChange(view.rows(attributeChangeRows), noted);
    }
    writeRows(view, rows);
    for (const [kind, type] of told)
      if (rows.some((row) => row.kind === kind)) view.tell({ type, occurredAt: step.recordedAt, payload: {} }, use);
  },
};

const told = [
  ['attribute', attributeChanged],
  ['tag', tagChanged],
] as const;

const all = [attributeRows, attributeChangeRows].map((kind) => ({ by: 'all', kind }) as const);

function isWhole(view: View<null>): boolean {
  return view.rows(attributeRows).isWhole && view.rows(attributeChangeRows).isWhole;
}

const onMerge: Handler<null, MergeCause<null>, Plan> = {
  plan(view, { cause: { absorbed } }) {
    const needs = isWhole(view) ? [] : all;
    if (needs.length > 0 || !isWhole(absorbed)) return new Missing(needs, [], isWhole(absorbed) ? [] : all);
    return absorbed.rows(attributeRows).rows();
  },
  apply(view, taken, use) {
    const rules = registersRulesOf(use.program);
    const { absorbed } = use.cause;
    for (const row of taken) {
      if (lockOf(rules, row) === undefined) joinInto(view.rows(attributeRows), row);
      else mergeLocked(view, row, use);
    }
    const logs = view.rows(attributeChangeRows);
    for (const row of absorbed.rows(attributeChangeRows).rows())
      if (logs.get(attributeChangeRows.keyOf(row)) === null) logs.put(row);
  },
};

/** The value that was there longer stays; the other one is noted. */
function mergeLocked(view: View<null>, taken: AttributeRow, use: Use<MergeCause<null>>): void {
  const { step, absorbed } = use.cause;
  const { kind, name } = taken;
  const known = view.rows(attributeRows);
  const own = known.get(attributeKey(kind, name));
  if (own === null) {
    known.put(taken);
    return;
  }
  const logOf = (of: View<null>): readonly AttributeChangeRow[] => of.rows(attributeChangeRows).rowsUnder([name]);
  const stays = olderOf({ row: own, log: logOf(view) }, { row: taken, log: logOf(absorbed) });
  if (stays !== own) known.put(stays);
  const goes = stays === own ? taken : own;
  if (goes.value === stays.value || goes.value === 'null') return;
  const message = `merge/${step.mergeId}`;
  const noted = {
    name,
    message,
    at: step.recordedAt,
    outcome: 'refused',
    before: stays.value,
    value: goes.value,
  } as const;
  noteChange(view.rows(attributeChangeRows), { ...noted, by: 'merge', reason: '', mayChangeAt: null });
}

export const registerHandlers: Handlers<null> = {
  fact: [onFact],
  decision: onDecision,
  merge: onMerge,
  // Attributes, tags and consents are hers alone: none stays.
  ...ownStepsHandlers<null>(null, [attributeRows, attributeChangeRows]),
};
