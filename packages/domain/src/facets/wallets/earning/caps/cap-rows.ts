import { defineRowKind } from '../../../../kernel/rows/row-kind.ts';

/** Units of a member that count against a cap, in the last period in which any did: periods only follow each other. */
export type CapRow = {
  /** `rule/<id>/<period>`, or `wallet/<id>/<period>` of all rules into a wallet. */
  readonly cap: string;
  /** The first day of the period, days since 1970-01-01 in the program's zone; 0 of what is for ever. */
  readonly startsOn: number;
  /** Granted less what was taken back. */
  readonly units: number;
};

export const capRows = defineRowKind<CapRow>({
  table: 'wallet_cap',
  index: 6,
  key: ['cap'],
  columns: {
    cap: { type: 'text' },
    startsOn: { type: 'int' },
    units: { type: 'bigint' },
  },
  write: 'replace',
});
