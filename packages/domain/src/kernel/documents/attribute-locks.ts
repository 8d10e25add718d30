import type { FactValue } from '../base/payload.ts';
import type { ProgramDocuments } from './document.ts';
import { createProblemList } from './document-problem.ts';
import type { PartWords, WordsOf } from './document-words.ts';
import { choiceSchema, help, objectSchema, orNull } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { at, isObject, readChoice, readNumber, readObject, tell } from './read-json.ts';
import type { Spot } from './read-json.ts';

/** The document that declares attributes, and with them which are locked. */
export const propertiesPath = 'properties.json';

export const lockPeriods = ['month', 'quarter', 'half_year', 'year', 'ever'] as const;

/**
 * How often an attribute may change that brings a benefit, such as a birthday: so many times in any period of that length, or `ever`.
 * The first value that it is given is no change.
 */
export interface AttributeLock {
  readonly changes: number;
  readonly every: (typeof lockPeriods)[number];
}

const lockKeys = ['changes', 'every'] as const;
const changesRange = { min: 0, max: 20 } as const;

export function readLock(value: FactValue, spot: Spot): AttributeLock | null {
  const object = readObject(value, spot, lockKeys);
  if (object === null) return null;
  const changes = readNumber(object['changes'], at(spot, 'changes'), changesRange);
  const every = readChoice(object['every'], at(spot, 'every'), lockPeriods);
  if (changes !== null && !Number.isSafeInteger(changes))
    tell(at(spot, 'changes'), 'document.not_an_integer', 'A whole number is expected here.');
  return changes === null || every === null ? null : { changes, every };
}

export const lockWords: PartWords = {
  kind: 'object',
  name: { en: 'lock', zh: '变更限制' },
  absent: { en: 'may change at any time', zh: '可随时修改' },
  keys: {
    changes: { kind: 'number', name: { en: 'changes', zh: '可变更次数' } },
    every: {
      kind: 'choice',
      name: { en: 'in each', zh: '周期' },
      choices: {
        month: { en: 'month', zh: '每月' },
        quarter: { en: 'quarter', zh: '每季度' },
        half_year: { en: 'half-year', zh: '每半年' },
        year: { en: 'year', zh: '每年' },
        ever: { en: 'ever', zh: '永久' },
      },
    },
  } satisfies WordsOf<AttributeLock>,
};

export function lockSchema(): JsonSchema {
  return help(
    'Of an attribute that brings a benefit, such as a birthday: how often it may change. The first value is no change.',
    orNull(
      objectSchema(lockKeys, {
        changes: help('So many changes.', { type: 'integer', minimum: changesRange.min, maximum: changesRange.max }),
        every: help('In any period of that length, from one change on; `ever`: for good.', choiceSchema(lockPeriods)),
      }),
    ),
  );
}

/** The locks by the attribute's name, of documents that need not be sound: their problems are told by who reads the whole document. */
export function declaredLocks(documents: ProgramDocuments): ReadonlyMap<string, AttributeLock> {
  const document = documents[propertiesPath];
  const attributes = isObject(document) ? document['attributes'] : [];
  const locks = new Map<string, AttributeLock>();
  for (const attribute of Array.isArray(attributes) ? (attributes as readonly FactValue[]) : []) {
    if (!isObject(attribute)) continue;
    const { name, lock } = attribute;
    if (typeof name !== 'string' || lock === undefined || lock === null) continue;
    const read = readLock(lock, { path: '', problems: createProblemList(propertiesPath) });
    if (read !== null) locks.set(name, read);
  }
  return locks;
}
