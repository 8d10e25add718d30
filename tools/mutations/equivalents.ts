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
  {
    path: 'packages/domain/src/facets/tiers/handlers.ts',
    before: 'if (!isJudged && !countsOrders(rules)) return { difference, isJudged };',
    after: 'if (false) return { difference, isJudged };',
    why: 'It spares a judgement that comes to what stands already.',
  },
  {
    path: 'packages/domain/src/facets/tiers/timeline/timeline.ts',
    before: 'while (end > 0 && (this.#days[end - 1] ?? day) > day) end -= 1;',
    after: 'while (end > 0 && (this.#days[end - 0] ?? day) > day) end -= 1;',
    why: 'It goes back one place further, from where the next loop comes forward again.',
  },
  {
    path: 'packages/domain/src/facets/wallets/commands/entries.ts',
    before: "const missing = keys.length === 0 ? null : lacks(seen, [{ by: 'key', kind: entryRows, keys }]);",
    after: "const missing = false ? null : lacks(seen, [{ by: 'key', kind: entryRows, keys }]);",
    why: 'Of no keys none is missing.',
  },
  ...[0, 2].map((other) => ({
    path: 'packages/domain/src/facets/wallets/facet.ts',
    before: 'revision: 1,',
    after: `revision: ${other},`,
    why: 'The number of a revision says nothing but that it is another than that of what is stored.',
  })),
];
