/** A mutant that no test can catch, because nothing that anybody can see changes; the lines as the tool prints them. */
export interface Equivalent {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

/** Looked at one by one. A mutant belongs here when it changes nothing, not when it is hard to catch. */
export const equivalents: readonly Equivalent[] = [
  {
    path: 'packages/domain/src/facets/wallets/earning/orders/known-order.ts',
    before: 'return { refundId, lines, amountMinor: lines.length > 0 && amountMinor === summed ? null : amountMinor };',
    after: 'return { refundId, lines, amountMinor: lines.length >= 0 && amountMinor === summed ? null : amountMinor };',
    why: 'Without lines the sum is zero, and a refund of zero without lines counts as one of no amount.',
  },
  ...[0, 2].map((other) => ({
    path: 'packages/domain/src/facets/wallets/facet.ts',
    before: 'revision: 1,',
    after: `revision: ${other},`,
    why: 'The number of a revision says nothing but that it is another than that of what is stored.',
  })),
];
