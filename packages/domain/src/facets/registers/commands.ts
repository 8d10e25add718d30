import { noAsks } from '../../kernel/command.ts';
import type { Asks, Decision } from '../../kernel/command.ts';
import type { Command, CommandUse } from '../../kernel/facet.ts';
import { Missing } from '../../kernel/rows/needs.ts';
import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import { at, readChoice, readObject, readText, tell } from '../../kernel/documents/read-json.ts';
import type { Spot } from '../../kernel/documents/read-json.ts';
import type { RegisterWrite } from './decided-rows.ts';
import { registersPerFactMax } from './interpret-registers.ts';
import { attributeKey } from './registers.ts';
import { attributeRows } from './rows.ts';

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
    const { parts, answer } = concludeWrites(seen, wishes);
    return { kind: 'decision', parts, answer: { ...answer, tags: tagsAfter(seen, wishes) } };
  },
};

/** `{ attributes: { name: value } }`: a value of null removes. */
const attribute: Command<readonly Wish[], null> = {
  name: 'attribute',
  isKeyRequired: false,
  read: readAttributes,
  decide: decideWrites,
  conclude: concludeWrites,
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
    return wish === undefined ? decision : { ...decision, answer: { ...decision.answer, note: wish.name } };
  },
};

export const registerCommands: readonly Command<unknown, null>[] = [tag, attribute, note];

function readAttributes(input: FactValue, spot: Spot): readonly Wish[] | null {
  const object = readObject(input, spot, ['attributes']);
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

function decideWrites({ own }: CommandUse<null>, wishes: readonly Wish[]): Asks | Missing {
  const known = own.rows(attributeRows);
  const unknown = wishes.filter(({ kind, name }) => !known.isKnown(attributeKey(kind, name)));
  if (unknown.length === 0) return noAsks;
  return new Missing([{ by: 'key', kind: attributeRows, keys: unknown.map(({ kind, name }) => [kind, name]) }]);
}

/** What stands there already is not written again. */
function concludeWrites(
  { own, use }: CommandUse<null>,
  wishes: readonly Wish[],
): Decision & { readonly answer: FactPayload } {
  const known = own.rows(attributeRows);
  const writes = wishes.flatMap(({ kind, name, value }): readonly RegisterWrite[] => {
    const before = known.get(attributeKey(kind, name));
    if (isThere(before?.value ?? 'null', value)) return [];
    if (before === null || before.occurredAt < use.recordedAt) return [{ kind, name, value }];
    return [{ kind, name, value, notBefore: before.occurredAt + 1 }];
  });
  const answer = { changed: writes.length };
  return { kind: 'decision', parts: writes.length === 0 ? {} : { registers: { writes } }, answer };
}

/** A reference to a personal value is the same whatever stands behind it, so it is always written anew. */
function isThere(known: string, value: FactValue): boolean {
  return (typeof value !== 'object' || value === null) && known === JSON.stringify(value);
}
