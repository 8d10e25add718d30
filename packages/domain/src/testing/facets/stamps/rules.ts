import type { FactValue } from '../../../kernel/base/payload.ts';
import type { Budget } from '../../../kernel/command.ts';
import type { WordsOf } from '../../../kernel/documents/document-words.ts';
import { pathsOf } from '../../../kernel/documents/document.ts';
import type { ParseUse } from '../../../kernel/facet.ts';
import type { LocalizedText } from '../../../kernel/documents/localized-text.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { localizedSchema, numberSchema, objectSchema } from '../../../kernel/documents/json-schema.ts';
import { at, readLocalized, readNumber, readObject, tell } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';

/** `stamp-cards/<id>.json` */
export interface StampCard {
  readonly id: string;
  readonly name: LocalizedText;
  readonly stampsNeeded: number;
  readonly validDays: number;
  /** Prizes that there are for it in all; absent: whoever has them fills them in. */
  readonly prizes?: number;
}

export type StampsRules = ReadonlyMap<string, StampCard>;

const cardKeys = ['name', 'stampsNeeded', 'validDays', 'prizes'] as const;
const prizesRange = { min: 0, max: 1_000_000 } as const;
const stampsRange = { min: 1, max: 100 } as const;
const daysRange = { min: 1, max: 365 } as const;

export const stampCardDocuments: DocumentKind = {
  path: 'stamp-cards/',
  countMax: 20,
  schema: () =>
    objectSchema(
      cardKeys,
      {
        name: localizedSchema('What people call the card.'),
        stampsNeeded: numberSchema(stampsRange),
        validDays: numberSchema(daysRange),
        prizes: numberSchema(prizesRange),
      },
      ['prizes'],
    ),
  words: {
    title: { en: 'Stamp card', zh: '印花卡' },
    keys: {
      name: { kind: 'localized', name: { en: 'name', zh: '名称' } },
      stampsNeeded: { kind: 'number', name: { en: 'stamps needed', zh: '所需印花数' } },
      validDays: { kind: 'days', name: { en: 'valid for', zh: '有效期' } },
      prizes: { kind: 'number', name: { en: 'prizes', zh: '奖品数量' } },
    } satisfies WordsOf<Omit<StampCard, 'id'>>,
  },
};

export function parseStampCards({ documents, problemsOf }: ParseUse): readonly StampCard[] | null {
  const paths = pathsOf(documents, stampCardDocuments);
  const cards = paths.flatMap((path) => {
    const spot = { path: '', problems: problemsOf(path) };
    const object = readObject(documents[path], spot, cardKeys);
    const name = readLocalized(object?.['name'], at(spot, 'name'));
    const stampsNeeded = readNumber(object?.['stampsNeeded'], at(spot, 'stampsNeeded'), stampsRange);
    const validDays = readNumber(object?.['validDays'], at(spot, 'validDays'), daysRange);
    const prizes = readPrizes(object?.['prizes'], at(spot, 'prizes'));
    const id = path.slice(stampCardDocuments.path.length).replace(/\.json$/u, '');
    if (name === null || stampsNeeded === null || validDays === null || prizes === null) return [];
    return [{ id, name, stampsNeeded, validDays, ...prizes }];
  });
  return cards.length === paths.length ? cards : null;
}

function readPrizes(value: FactValue | undefined, spot: Spot): Pick<StampCard, 'prizes'> | null {
  if (value === undefined) return {};
  const prizes = readNumber(value, spot, prizesRange);
  if (prizes === null) return null;
  if (Number.isInteger(prizes)) return { prizes };
  tell(spot, 'document.not_in_range', 'A whole number is expected here.');
  return null;
}

/** How many prizes there are for each card that says so. */
export function prizeBudgets(rules: StampsRules): readonly Budget[] {
  return [...rules.values()].flatMap(({ id, prizes }) =>
    prizes === undefined ? [] : [{ resource: prizeOf(id), units: prizes }],
  );
}

/** What a full card is worth: one of so many. */
export function prizeOf(card: string): string {
  return `prize/${card}`;
}
