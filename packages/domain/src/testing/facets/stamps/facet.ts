import { defineField } from '../../../kernel/fields/field.ts';
import type { Facet, LensSeen } from '../../../kernel/facet.ts';
import { rowKindPart } from '../../../kernel/lens.ts';
import type { LensPart } from '../../../kernel/lens.ts';
import { createSubjectPart } from '../../../kernel/fields/subject.ts';
import { giveStamps } from './give-stamps.ts';
import { cardHandlers } from './handlers.ts';
import { openOf } from './open-cards.ts';
import { ownershipHandlers } from './ownership.ts';
import { stampOutcomes } from './outcomes.ts';
import { exportedStampCards, stampCardRows } from './rows.ts';
import { parseStampCards, prizeBudgets, stampCardDocuments } from './rules.ts';
import type { StampCard, StampsRules } from './rules.ts';
import { stampsCodec } from './state.ts';
import type { StampsState } from './state.ts';

/** Beyond the numbers and ranks of the product's own facets; not far, because a member has a place for every number. */
const stampsIndex = 14;
const stampsPart = createSubjectPart<StampsState>(stampsIndex);

const fullCards = defineField({
  field: 'stamp_cards.full',
  type: 'number',
  unit: 'count',
  group: 'stamps',
  time: 'decision',
  label: { en: 'Full stamp cards', zh: '集满的印花卡' },
  reader: { read: (subject) => stampsPart.of(subject).full },
  lens: { column: 'full_stamp_cards' },
});

const lens: readonly LensPart<LensSeen<StampsState>>[] = [
  {
    kind: 'member',
    name: 'stamps',
    revision: 1,
    columns: [{ name: 'full_stamp_cards', type: 'integer', read: ({ view }) => view.state.full }],
  },
  rowKindPart({
    kind: stampCardRows,
    revision: 1,
    changedBy: { facts: ['stamp.given'], derived: ['stamp_card.expired'] },
    rowsOf: ({ view }) => openOf(view.rows(stampCardRows).rows()),
  }),
];

/** Stamp cards: so many stamps within so many days are worth a prize, as long as there are any. */
export const stampsFacet: Facet<StampsState, readonly StampCard[], StampsRules> = {
  name: 'stamps',
  index: stampsIndex,
  revision: 1,
  stepRank: 9000,
  dueRank: 9000,
  keeps: 'apart',
  codec: stampsCodec,
  rowKinds: [stampCardRows],
  documents: [stampCardDocuments],
  exports: [exportedStampCards],
  reads: [],
  fields: () => [fullCards],
  subject: ({ state }) => state,
  parse: parseStampCards,
  compile: (cards) => new Map(cards.map((card) => [card.id, card])),
  foldKey: (rules) =>
    JSON.stringify([...rules.values()].map(({ id, stampsNeeded, validDays }) => [id, stampsNeeded, validDays])),
  outcomes: stampOutcomes,
  handlers: (rules) => ({ ...cardHandlers(rules), ...ownershipHandlers }),
  budgets: prizeBudgets,
  pairCommands: [giveStamps],
  lens,
  dueAt: ({ nextExpiryAt }) => nextExpiryAt,
};
