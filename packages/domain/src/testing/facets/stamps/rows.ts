import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/** A card that is being stamped, or was: an instance of a kind of card in the program. */
export type StampCardRow = {
  /** Id of its document. */
  readonly card: string;
  /** Counts the member's cards, so that one that is begun again is another. */
  readonly number: number;
  readonly stamps: number;
  readonly openedAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | null;
  /** '' while it is open; `missed`: it was full when no prize was left. */
  readonly ending: '' | 'full' | 'missed' | 'expired' | 'redeemed' | 'returned' | 'given';
};

export const stampCardRows = defineRowKind<StampCardRow>({
  table: 'toy_stamp_card',
  index: 0,
  key: ['card', 'number'],
  columns: {
    card: { type: 'text' },
    number: { type: 'int' },
    stamps: { type: 'int' },
    openedAt: { type: 'bigint' },
    expiresAt: { type: 'bigint' },
    endedAt: { type: 'bigint', isNullable: true },
    ending: { type: 'text' },
  },
  write: 'replace',
  live: 'endedAt',
  dueAt: 'expiresAt',
});

/** For facets that ask which cards a member has. */
export const exportedStampCards = { facet: 'stamps', kind: stampCardRows } as const;

/** The order in which cards are gone through: that of memory tells only what was loaded when. */
export function compareCards(a: StampCardRow, b: StampCardRow): number {
  if (a.card !== b.card) return a.card < b.card ? -1 : 1;
  return a.number - b.number;
}
