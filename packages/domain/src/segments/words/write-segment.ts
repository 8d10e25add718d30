import { conditionTexts, fillIn } from '../../conditions/words/condition-words.ts';
import {
  writeComparison,
  writeCondition,
  writeDays,
  writeOperator,
  writeRule,
} from '../../conditions/words/write-condition.ts';
import type { ConditionWriter, WrittenCondition, WrittenField } from '../../conditions/words/write-condition.ts';
import { propertiesOf } from '../language/properties.ts';
import { segmentTexts } from './segment-words.ts';
import type { SegmentTexts } from './segment-words.ts';

const depthMax = 6;

type Parts = Readonly<Record<string, unknown>>;

/** Who is in a segment, as a sentence; of a document or a screen, which need not be sound. */
export function writeSegment(condition: unknown, writer: ConditionWriter, depth = 0): string {
  const parts = partsOf(condition);
  const texts = conditionTexts[writer.language];
  if (parts === undefined) return texts.none;
  if (Array.isArray(parts['rules'])) {
    const combinator = parts['combinator'] === 'or' ? 'or' : 'and';
    const word = parts['not'] === true ? (combinator === 'and' ? 'notAnd' : 'notOr') : combinator;
    const rules: readonly unknown[] = parts['rules'];
    const [only] = rules;
    if (rules.length === 1 && word === combinator && depth < depthMax) return writeSegment(only, writer, depth + 1);
    const clauses =
      depth >= depthMax ? '…' : rules.map((rule) => writeSegment(rule, writer, depth + 1)).join(texts.semicolon);
    return fillIn(texts.group, { combinator: texts.combinator[word], clauses });
  }
  if ('did' in parts) return writeBehaviour(parts, writer);
  if ('bucket' in parts) return writeBucket(parts, writer);
  const { field, operator, value } = parts;
  return writeRule({ field: textOf(field), operator: textOf(operator), value }, writer);
}

/** When something was to be done: "in the last 90 days". */
export function writeWindow(value: unknown, writer: ConditionWriter): string {
  const { window: words, ever } = segmentTexts[writer.language];
  const parts = partsOf(value);
  if (parts === undefined) return ever;
  const days = writeDays(numberOf(parts['days']), writer);
  switch (parts['window']) {
    case 'days': {
      const until = numberOf(parts['until']);
      return until === 0
        ? fillIn(words.days, { days })
        : fillIn(words.daysAgo, { days, until: writeDays(until, writer) });
    }
    case 'calendarDays': {
      const before = numberOf(parts['days']) - 1;
      return before <= 0 ? words.today : fillIn(words.calendarDays, { days: writeDays(before, writer) });
    }
    case 'dates':
      return writeDates(parts, writer);
    case 'this':
    case 'previous': {
      const unit = textOf(parts['unit']);
      const key = `${parts['window']}${unit.slice(0, 1).toUpperCase()}${unit.slice(1)}`;
      return Object.entries(words).find(([name]) => name === key)?.[1] ?? unit;
    }
    default:
      return JSON.stringify(value);
  }
}

function writeDates({ from, through }: Parts, writer: ConditionWriter): string {
  const { window: words, ever } = segmentTexts[writer.language];
  const first = textOf(from);
  const last = textOf(through);
  const days = { from: first && writer.day(first), through: last && writer.day(last) };
  if (first !== '' && last !== '') return fillIn(words.dates, days);
  if (first !== '') return fillIn(words.since, days);
  return last === '' ? ever : fillIn(words.through, days);
}

function writeBehaviour(parts: Parts, writer: ConditionWriter): string {
  const texts = segmentTexts[writer.language];
  const what = writeWhat(parts, writer);
  const test = writeTest(parts, writer);
  if (parts['measure'] === 'rhythm') return `${what}${writer.language === 'zh' ? '：' : ': '}${test}`;
  return fillIn(texts.behaviour, { what, window: writeWindow(parts['window'], writer), test });
}

/** What was done, with what it is narrowed by. */
function writeWhat(parts: Parts, writer: ConditionWriter): string {
  const texts = segmentTexts[writer.language];
  const type = textOf(parts['type']);
  const what =
    parts['did'] === 'bought' ? texts.bought : fillIn(texts.fact, { type: writer.nameOf?.('fact', type) ?? type });
  const where = toCondition(parts['where']);
  if (where === undefined) return what;
  return fillIn(texts.where, { what, where: writeCondition(where, ofProperties(parts, writer)) });
}

function writeTest(parts: Parts, writer: ConditionWriter): string {
  const texts = segmentTexts[writer.language];
  const measure = textOf(parts['measure']);
  switch (measure) {
    case 'count':
    case 'days':
    case 'orders':
      return parts['operator'] === '=' && parts['value'] === 0
        ? texts.never
        : fillIn(texts.measure[measure], { compared: compared(parts, countField, writer) });
    case 'sum':
    case 'average':
    case 'least':
    case 'greatest':
    case 'distinct': {
      const field = ofProperties(parts, writer).fieldOf(textOf(parts['of']));
      const written = measure === 'distinct' ? countField : { ...field, type: 'number' };
      return fillIn(texts.measure[measure], { property: field.label, compared: compared(parts, written, writer) });
    }
    case 'first':
    case 'last': {
      const word = parts['is'] === 'notIn' ? texts.moment.notIn : texts.moment.in;
      return fillIn(texts.measure[measure], { span: fillIn(word, { span: writeWindow(parts['span'], writer) }) });
    }
    case 'followed':
    case 'notFollowed': {
      const by = writeWhat(partsOf(parts['by']) ?? {}, writer);
      return fillIn(texts.measure[measure], { by, within: writeWithin(parts['within'], texts, writer) });
    }
    case 'rhythm':
      return writeRhythm(parts, texts, writer);
    default:
      return measure;
  }
}

function writeRhythm(parts: Parts, { rhythm }: SegmentTexts, writer: ConditionWriter): string {
  const is = parts['is'] === 'stopped' || parts['is'] === 'again' ? parts['is'] : 'regular';
  return fillIn(rhythm[is], {
    days: writeDays(numberOf(parts['everyDays']), writer),
    times: String(numberOf(parts['times'] ?? 1)),
    quiet: String(numberOf(parts['quiet'] ?? 1)),
  });
}

function writeWithin(value: unknown, { hours }: SegmentTexts, writer: ConditionWriter): string {
  const parts = partsOf(value) ?? {};
  if (parts['hours'] === undefined) return writeDays(numberOf(parts['days']), writer);
  return fillIn(hours, { count: writer.decimal(numberOf(parts['hours']), 1) });
}

function writeBucket(parts: Parts, writer: ConditionWriter): string {
  const share = writer.decimal((numberOf(parts['to']) - numberOf(parts['from'])) / 100, 2);
  return fillIn(segmentTexts[writer.language].bucket, { share, salt: textOf(parts['bucket']) });
}

const countField: WrittenField = { field: '', type: 'number', unit: '', label: '' };

function compared(parts: Parts, field: WrittenField, writer: ConditionWriter): string {
  const operator = textOf(parts['operator']);
  return typeof parts['value'] === 'number'
    ? writeComparison({ operator, value: parts['value'] }, field, writer)
    : writeOperator(operator, writer.language);
}

/** The same writer over the properties of what was done. */
function ofProperties({ did }: Parts, writer: ConditionWriter): ConditionWriter {
  const catalogue = propertiesOf(did === 'bought' ? { kind: 'bought' } : { kind: 'fact', type: '' });
  return {
    ...writer,
    fieldOf: (name) => {
      const found = catalogue.find(name);
      if (found === undefined) return { field: name, type: 'any', unit: '', label: name };
      return { field: name, type: found.type, unit: found.unit, label: found.label[writer.language] };
    },
    nameOf: (field, value) => writer.nameOf?.(field === 'channel' ? 'place.channel' : field, value) ?? value,
  };
}

function toCondition(value: unknown): WrittenCondition | undefined {
  const parts = partsOf(value);
  if (parts === undefined) return undefined;
  if (Array.isArray(parts['rules'])) {
    const rules: readonly unknown[] = parts['rules'];
    const combinator = parts['combinator'] === 'or' ? 'or' : 'and';
    const written = rules.flatMap((rule) => toCondition(rule) ?? []);
    const [only] = written;
    if (only === undefined) return undefined;
    if (written.length === 1 && parts['not'] !== true) return only;
    return { combinator, not: parts['not'] === true, rules: written };
  }
  return { field: textOf(parts['field']), operator: textOf(parts['operator']), value: parts['value'] };
}

function partsOf(value: unknown): Parts | undefined {
  return isParts(value) ? value : undefined;
}

function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
