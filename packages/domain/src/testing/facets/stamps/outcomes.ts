import type { View } from '../../../kernel/facet.ts';
import type { OutcomeEntry, OutcomeLine, Outcomes } from '../../../kernel/outcomes.ts';
import { compareCards, stampCardRows } from './rows.ts';
import type { StampCardRow } from './rows.ts';
import { stampCardDocuments } from './rules.ts';
import type { StampsRules } from './rules.ts';
import type { StampsState } from './state.ts';

type StampsView = View<StampsState>;

/** What a prize costs, minor units. */
const prizeMinor = 500;

const documentOf = (card: string): string => `${stampCardDocuments.path}${card}.json`;

/** Cards that are open when a member is absorbed are her survivor's. */
function cardsOf(view: StampsView): readonly StampCardRow[] {
  const rows = view.rows(stampCardRows).rows().toSorted(compareCards);
  return view.member.status === 'absorbed' ? rows.filter(({ endedAt }) => endedAt !== null) : rows;
}

function entryOf({ card, number, stamps, openedAt, endedAt, ending }: StampCardRow): OutcomeEntry {
  return {
    document: documentOf(card),
    matches: String(openedAt),
    at: endedAt ?? openedAt,
    position: 0,
    kind: ending === '' ? 'open' : ending,
    units: stamps,
    after: null,
    rule: '',
    source: 'card',
    sourceId: String(number),
  };
}

/** Prizes won, and stamps on cards that are open. */
export const stampOutcomes: Outcomes<StampsView, StampsRules> = {
  lines: (rules) =>
    [...rules.values()].flatMap(({ id, name }): readonly OutcomeLine[] => {
      const line = { document: documentOf(id), title: name, label: name };
      const worth = { units: 1, minor: prizeMinor };
      return [
        { ...line, figure: 'prizes', kind: 'flow', worth, isGain: true },
        { ...line, figure: 'open', kind: 'level', worth: null, isGain: false },
      ];
    }),
  count(view, sink) {
    for (const { card, stamps, openedAt, endedAt, ending } of cardsOf(view)) {
      const document = documentOf(card);
      const [prizes, open] = [sink.lineOf(document, 'prizes'), sink.lineOf(document, 'open')];
      sink.add(open, openedAt, stamps);
      if (endedAt === null) continue;
      sink.add(open, endedAt, -stamps);
      if (ending === 'full' || ending === 'redeemed') sink.add(prizes, endedAt, 1);
      sink.move({ document, from: 'open', to: ending, at: endedAt });
    }
  },
  entries: (view) => cardsOf(view).map(entryOf),
};
