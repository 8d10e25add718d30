import { defineRowKind } from '../../../../kernel/rows/row-kind.ts';

/** What a rule has awarded for an order, or for a day that comes round. */
export type AwardRow = {
  /** Of an order its number space; `rule/yearly` or `rule/monthly` of days. */
  readonly space: string;
  /** Of an order its number; of a day the year or month. */
  readonly orderId: string;
  readonly rule: string;
  readonly wallet: string;
  /** JSON of `AwardTerms`: what was agreed when it was decided, whatever the rule says later. */
  readonly terms: string;
  readonly decidedAt: number;
  readonly programVersion: number;
  /** Of the order, what counts now. */
  readonly countedMinor: number;
  /** What the rule comes to by what is left of the order, before limits. */
  readonly wanted: number;
  /** All units that were granted. */
  readonly granted: number;
  /** Of them, taken back by entries. */
  readonly takenBack: number;
  /** Of them, gone when they were to be taken back, and neither taken from elsewhere nor owed. */
  readonly forgiven: number;
  /** JSON of `AwardTrail`: the lots that it became, and where it counts. */
  readonly trail: string;
};

export const awardRows = defineRowKind<AwardRow>({
  table: 'wallet_award',
  index: 5,
  key: ['space', 'orderId', 'rule'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    rule: { type: 'text' },
    wallet: { type: 'text' },
    terms: { type: 'text' },
    decidedAt: { type: 'bigint' },
    programVersion: { type: 'int' },
    countedMinor: { type: 'bigint' },
    wanted: { type: 'bigint' },
    granted: { type: 'bigint' },
    takenBack: { type: 'bigint' },
    forgiven: { type: 'bigint' },
    trail: { type: 'text' },
  },
  write: 'replace',
});

/** What is left to her of what was granted. */
export function netOf({ granted, takenBack, forgiven }: AwardRow): number {
  return granted - takenBack - forgiven;
}
