import { defineRowKind } from '../../../../kernel/rows/row-kind.ts';

/*
 * What earning keeps of orders beside the evidence of the lifecycle: how they were paid. It follows from
 * the order's facts, in whatever order they come.
 */

/** An order that rules have heard of. */
export type EarningOrderRow = {
  readonly space: string;
  readonly orderId: string;
  /** When its awards were decided; null: it does not count yet. */
  readonly decidedAt: number | null;
  /** JSON of `[[tender, amountMinor], …]` as the winning fact has it; '' where none says. */
  readonly tenders: string;
  /** The fact that they are of: as of an amount. */
  readonly tendersRank: number;
  readonly tendersAt: number;
  readonly tendersMessage: string;
};

export const earningOrderRows = defineRowKind<EarningOrderRow>({
  table: 'wallet_order',
  index: 4,
  key: ['space', 'orderId'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    decidedAt: { type: 'bigint', isNullable: true },
    tenders: { type: 'text' },
    tendersRank: { type: 'smallint' },
    tendersAt: { type: 'bigint' },
    tendersMessage: { type: 'text', namesMessage: true },
  },
  write: 'replace',
});
