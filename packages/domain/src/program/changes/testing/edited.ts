import { createDefaultProgram } from '../../../facets/default-program.ts';
import { facets } from '../../../facets/index.ts';
import type { FactValue } from '../../../kernel/base/payload.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import { compareDocuments } from '../compare-documents.ts';
import { everyCalendar, everyRule, everyTierSet, everyWallet, otherRules } from '../../../testing/full-program.ts';
import { plainWriters } from './plain-writers.ts';

export const main = 'lifecycles/main.json';

/** A program with every kind of document. */
export const wholeProgram: ProgramDocuments = {
  ...createDefaultProgram(),
  'identities.json': {
    types: [
      {
        type: 'phone',
        strength: 'strong',
        priority: 10,
        perMemberMax: 3,
        normaliser: 'phone',
        blockedValues: ['+8613911112222'],
      },
      { type: 'external_id:*', strength: 'strong', priority: 30, perMemberMax: 5, normaliser: 'exact' },
    ],
  },
  'wallets/points.json': everyWallet,
  'wallets/value.json': { ...everyWallet, id: 'value', kind: 'stored_value', expiry: everyWallet.expiryFor[0].expiry },
  'calendars/cn.json': everyCalendar,
  'earning/every.json': everyRule,
  ...otherRules,
  'tiers/main.json': everyTierSet,
  'sources.json': { sources: [{ id: 'shop', phoneCountry: 'CN' }] },
  'properties.json': {
    attributes: [{ name: 'colour', personal: false }],
    properties: [{ type: 'gift.chosen', path: 'box.colour', personal: false }],
  },
  'number-spaces.json': { spaces: [{ id: 'uk', sources: ['shop', 'pos'] }] },
};

export type Steps = readonly (string | number)[];
type Update = (old: FactValue | undefined) => FactValue | undefined;

/** The same JSON with what stands at a place made anew; undefined takes it away. */
export function edited(value: FactValue | undefined, [step, ...rest]: Steps, update: Update): FactValue | undefined {
  if (step === undefined) return update(value);
  if (typeof step === 'number') {
    const items = itemsOf(value);
    return items.map((item, place) => (place === step ? (edited(item, rest, update) ?? null) : item));
  }
  const object = isObject(value) ? value : {};
  const part = edited(object[step], rest, update);
  const { [step]: _, ...others } = object;
  return part === undefined ? others : { ...others, [step]: part };
}

export function itemsOf(value: FactValue | undefined): readonly FactValue[] {
  return Array.isArray(value) ? value : [];
}

/** The documents with something else at a place, by path and the steps within. */
export function put(documents: ProgramDocuments, steps: Steps, update: FactValue | Update): ProgramDocuments {
  const value = edited(documents, steps, typeof update === 'function' ? update : () => update);
  return isObject(value) ? value : {};
}

/** What is told between two programs, for tests: document, path, kind and both sentences of each difference. */
export function told(before: ProgramDocuments, after: ProgramDocuments): readonly (readonly string[])[] {
  return compareDocuments(before, after, { facets, writers: plainWriters }).flatMap(({ document, kind, changes }) =>
    kind === 'changed'
      ? changes.map((change) => [document, change.path, change.kind, change.words.en, change.words.zh])
      : [[document, '', kind, '', '']],
  );
}

/** What is told of one edit of a program. */
export function toldOf(steps: Steps, update: FactValue | Update, before = wholeProgram) {
  return told(before, put(before, steps, update)).map(([, ...rest]) => rest);
}
