import { noAsks, reject } from '../../kernel/command.ts';
import type { Asks, Decision, Rejection } from '../../kernel/command.ts';
import type { Command, CommandUse } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import { at, readChoice, readObject, readText, tell } from '../../kernel/documents/read-json.ts';
import type { JsonObject, Spot } from '../../kernel/documents/read-json.ts';
import type { DecidedChange, RegisterWrite } from './decided-rows.ts';
import { registersPerFactMax } from './interpret-registers.ts';
import { judgeChange, lockOf } from './judge-change.ts';
import { attributeKey } from './registers.ts';
import { attributeChangeRows, attributeRows } from './rows.ts';
import type { AttributeRow } from './rows.ts';
import { registersRulesOf } from './rules.ts';

/** What is to stand in a register; null takes it away. */
interface Wish {
  readonly kind: 'attribute' | 'tag' | 'note';
  readonly name: string;
  readonly value: FactValue;
}

/** As conditions name registers. */
const nameLengthMax = 100;
/** One value as JSON: more is a document, and belongs elsewhere. */
const valueLengthMax = 4_000;

const actions = ['add', 'remove'] as const;

const tagKind = 'tag';

/** `{ tag, action }`. Answers all tags that she has then, by name: kept with the answer, so that a retry hears of the same ones. */
const tag: Command<readonly Wish[], null> = {
  name: 'tag',
  isKeyRequired: false,
  namesPersonal: true,
  read(input, spot) {
    const object = readObject(input, spot, ['tag', 'action']);
    if (object === null) return null;
    const name = readText(object['tag'], at(spot, 'tag'), nameLengthMax);
    const action = readChoice(object['action'], at(spot, 'action'), actions);
    return name === null || action === null ? null : [{ kind: tagKind, name, value: action === 'add' ? true : null }];
  },
  // All tags of hers, because the answer lists them.
  decide: ({ own }) =>
    own.rows(attributeRows).isPrefixKnown(tagKind)
      ? noAsks
      : new Missing([{ by: 'prefix', kind: attributeRows, keys: [[tagKind]] }]),
  conclude(seen, wishes) {
    const concluded = concludeWrites(seen, wishes);
    if (concluded.kind === 'rejection') return concluded;
    return { ...concluded, answer: { ...concluded.answer, tags: tagsAfter(seen, wishes) } };
  },
};

/** `{ attributes: { name: value } }`: a value of null removes. One that is locked and may not change yet refuses all of them. */
const attribute: Command<readonly Wish[], null> = {
  name: 'attribute',
  isKeyRequired: false,
  read: (input, spot) => readAttributes(readObject(input, spot, ['attributes']), spot),
  decide: decideWrites,
  conclude: (seen, wishes) => concludeWrites(seen, wishes),
};

interface Override {
  readonly wishes: readonly Wish[];
  readonly by: string;
  readonly reason: string;
}

const reasonLengthMax = 500;

/** `{ attributes, reason, by }`: the same past every lock. Who may, the caller has made sure; the log says who did, and why. */
const overrideAttribute: Command<Override, null> = {
  name: 'overrideAttribute',
  isKeyRequired: false,
  read(input, spot) {
    const object = readObject(input, spot, ['attributes', 'reason', 'by']);
    const wishes = readAttributes(object, spot);
    const reason = object === null ? null : readText(object['reason'], at(spot, 'reason'), reasonLengthMax);
    const by = object === null ? null : readText(object['by'], at(spot, 'by'), authorLengthMax);
    return wishes === null || reason === null || by === null ? null : { wishes, by, reason };
  },
  decide: (seen, { wishes }) => decideWrites(seen, wishes),
  conclude: (seen, { wishes, by, reason }) => concludeWrites(seen, wishes, { by, reason }),
};

/** A note has an id of its own, so that what one says never stands in the place of another. */
export const notePattern = /^note:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const authorLengthMax = 400;

/** `{ note: { id: text }, by }`, and without `by` to take one away: what it said is written over by what is sent in its place. */
const note: Command<readonly Wish[], null> = {
  name: 'note',
  isKeyRequired: false,
  read(input, spot) {
    const object = readObject(input, spot, ['note', 'by']);
    const notes = object?.['note'];
    const [entry, ...others] = isRecord(notes) ? Object.entries(notes) : [];
    if (entry === undefined || others.length > 0 || !notePattern.test(entry[0])) {
      tell(at(spot, 'note'), 'document.not_an_object', 'An object is expected here.');
      return null;
    }
    const [name, text] = entry;
    if (object?.['by'] === undefined) return [{ kind: 'note', name, value: null }];
    const by = readText(object['by'], at(spot, 'by'), authorLengthMax);
    return by === null ? null : [{ kind: 'note', name, value: { by, text } }];
  },
  decide: decideWrites,
  // A retry hears of the same note.
  conclude(seen, wishes) {
    const decision = concludeWrites(seen, wishes);
    const [wish] = wishes;
    if (wish === undefined || decision.kind === 'rejection') return decision;
    return { ...decision, answer: { ...decision.answer, note: wish.name } };
  },
};

export const registerCommands: readonly Command<unknown, null>[] = [tag, attribute, overrideAttribute, note];

function readAttributes(object: JsonObject | null, spot: Spot): readonly Wish[] | null {
  const attributes = object === null ? null : readNames(object['attributes'], at(spot, 'attributes'));
  if (attributes === null) return null;
  const wishes = attributes.map(({ name, value }) => readAttribute({ name, value }, at(at(spot, 'attributes'), name)));
  return wishes.every((wish) => wish !== null) ? wishes : null;
}

function isRecord(value: FactValue | undefined): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readNames(value: FactValue | undefined, spot: Spot) {
  const names = isRecord(value) ? Object.entries(value) : [];
  if (names.length > 0 && names.length <= registersPerFactMax)
    return names.map(([name, one]): { readonly name: string; readonly value: FactValue } => ({ name, value: one }));
  tell(spot, 'document.not_in_range', `A number from 1 to ${registersPerFactMax} of attributes is expected here.`);
  return null;
}

function readAttribute({ name, value }: Pick<Wish, 'name' | 'value'>, spot: Spot): Wish | null {
  if (readText(name, spot, nameLengthMax) === null) return null;
  if (JSON.stringify(value).length <= valueLengthMax) return { kind: 'attribute', name, value };
  tell(spot, 'document.too_large', `A value of at most ${valueLengthMax} characters is expected here.`);
  return null;
}

function tagsAfter({ own }: CommandUse<null>, wishes: readonly Wish[]): string[] {
  const rows = own.rows(attributeRows).rowsUnder([tagKind]);
  const tags = new Set(rows.filter(({ value }) => value === 'true').map(({ name }) => name));
  for (const { name, value } of wishes) {
    if (value === true) tags.add(name);
    else tags.delete(name);
  }
  return [...tags].toSorted();
}

function decideWrites({ own, use }: CommandUse<null>, wishes: readonly Wish[]): Asks | Missing {
  const known = own.rows(attributeRows);
  const unknown = wishes.filter(({ kind, name }) => !known.isKnown(attributeKey(kind, name)));
  const rules = registersRulesOf(use.program);
  const logs = wishes.filter(
    (wish) => lockOf(rules, wish) !== undefined && !own.rows(attributeChangeRows).isPrefixKnown(wish.name),
  );
  if (unknown.length + logs.length === 0) return noAsks;
  return new Missing([
    { by: 'key', kind: attributeRows, keys: unknown.map(({ kind, name }) => [kind, name]) },
    { by: 'prefix', kind: attributeChangeRows, keys: logs.map(({ name }) => [name]) },
  ]);
}

type Concluded = Decision & { readonly answer: FactPayload };
type Passed = Pick<Override, 'by' | 'reason'> | null;

/** What stands there already is not written again. */
function concludeWrites(seen: CommandUse<null>, wishes: readonly Wish[], passed: Passed = null): Concluded | Rejection {
  const known = seen.own.rows(attributeRows);
  const writes: RegisterWrite[] = [];
  for (const { kind, name, value } of wishes) {
    const before = known.get(attributeKey(kind, name));
    if (isThere(before?.value ?? 'null', value)) continue;
    const { recordedAt } = seen.use;
    const isAhead = before !== null && before.occurredAt >= recordedAt;
    const write = { kind, name, value, ...(isAhead ? { notBefore: before.occurredAt + 1 } : {}) };
    const change = changeOf(seen, { write, before, passed });
    if (change !== null && 'code' in change) return change;
    writes.push(change === null ? write : { ...write, change });
  }
  const answer = { changed: writes.length };
  return { kind: 'decision', parts: writes.length === 0 ? {} : { registers: { writes } }, answer };
}

interface Asked {
  readonly write: RegisterWrite;
  readonly before: AttributeRow | null;
  readonly passed: Passed;
}

/** What a write is to the lock of its attribute; null: it has none. */
function changeOf({ own, use }: CommandUse<null>, { write, before, passed }: Asked): DecidedChange | Rejection | null {
  const { kind, name, value, notBefore } = write;
  const rules = registersRulesOf(use.program);
  const lock = lockOf(rules, write);
  if (lock === undefined) return null;
  const at = use.recordedAt;
  // As it will stand there: a decision wins against what it has seen.
  const row = { kind, name, value: JSON.stringify(value), occurredAt: notBefore ?? at, message: '' };
  const log = own.rows(attributeChangeRows).rowsUnder([name]);
  const verdict = judgeChange(lock, { before, write: row, log, at }, rules.days);
  if (verdict === null) return null;
  const { outcome, mayChangeAt } = verdict;
  const by = passed?.by ?? '';
  if (outcome !== 'refused') return { outcome, by, reason: passed?.reason ?? '' };
  if (passed === null) return reject('attribute.locked', { attribute: name, mayChangeAt });
  return { outcome: 'overridden', ...passed };
}

/** A reference to a personal value is the same whatever stands behind it, so it is always written anew. */
function isThere(known: string, value: FactValue): boolean {
  return (typeof value !== 'object' || value === null) && known === JSON.stringify(value);
}
