import { exportedOrderLines } from '../../../facets/lifecycle/index.ts';
import { defineField } from '../../../kernel/fields/field.ts';
import type { DocumentWords, WordsOf } from '../../../kernel/documents/document-words.ts';
import type { Facet, ParseUse } from '../../../kernel/facet.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { numberSchema, objectSchema } from '../../../kernel/documents/json-schema.ts';
import { at, readNumber, readObject } from '../../../kernel/documents/read-json.ts';
import { createSubjectPart } from '../../../kernel/fields/subject.ts';
import { exportedStampCards } from '../stamps/rows.ts';
import { noStreaks, streakHandlers } from './handlers.ts';
import type { StreakRules } from './handlers.ts';
import { redeemStamps } from './redeem-stamps.ts';
import { pastStreakRows } from './rows.ts';
import { streakCodec } from './state.ts';
import type { StreakState } from './state.ts';

const streakIndex = 15;
const streakPart = createSubjectPart<StreakState>(streakIndex);
const streakPath = 'streak.json';

const streakLength = defineField({
  field: 'streak.length',
  type: 'number',
  unit: 'count',
  group: 'stamps',
  time: 'decision',
  label: { en: 'Stamps in a row', zh: '连续印花数' },
  reader: { read: (subject) => streakPart.of(subject).length },
  lens: { column: 'streak_length' },
});

const streakWords: DocumentWords = {
  title: { en: 'Streaks', zh: '连续印花' },
  keys: {
    graceDays: { kind: 'days', name: { en: 'days of grace', zh: '宽限天数' } },
  } satisfies WordsOf<StreakRules>,
};

const streakKeys = ['graceDays'] as const;
const graceRange = { min: 1, max: 365 } as const;

const streakDocument: DocumentKind = {
  path: streakPath,
  countMax: 1,
  words: streakWords,
  schema: () => objectSchema(streakKeys, { graceDays: numberSchema(graceRange) }),
};

function parseStreak({ documents, problemsOf }: ParseUse): StreakRules | null {
  if (documents[streakPath] === undefined) return noStreaks;
  const spot = { path: '', problems: problemsOf(streakPath) };
  const object = readObject(documents[streakPath], spot, streakKeys);
  const graceDays = readNumber(object?.['graceDays'], at(spot, 'graceDays'), graceRange);
  return graceDays === null ? null : { graceDays };
}

/** How many stamps a member got in a row, each within some days of the one before. */
export const streakFacet: Facet<StreakState, StreakRules, StreakRules> = {
  name: 'streak',
  index: streakIndex,
  revision: 1,
  stepRank: 9100,
  dueRank: 9100,
  keeps: 'apart',
  codec: streakCodec,
  rowKinds: [pastStreakRows],
  documents: [streakDocument],
  exports: [],
  reads: [exportedStampCards, exportedOrderLines],
  fields: () => [streakLength],
  subject: ({ state }) => state,
  parse: parseStreak,
  compile: (rules) => rules,
  foldKey: () => '',
  // A streak is what stamps made of it: under other days of grace it is folded anew from them.
  evidenceKey: ({ graceDays }) => String(graceDays),
  handlers: streakHandlers,
  commands: [redeemStamps],
  dueAt: ({ breaksAt }) => breaksAt,
  lens: [
    {
      kind: 'member',
      name: 'streak',
      revision: 1,
      columns: [{ name: 'streak_length', type: 'integer', read: ({ view }) => view.state.length }],
    },
  ],
};
