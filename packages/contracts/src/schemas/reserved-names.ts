/** What the product itself writes into the log: nobody else speaks as it. */
const reservedSource = /^perennial(?:\.|$)/;

/**
 * Types that the fold tells itself, and of the steps that it takes. From outside they would look like its own decisions: a stage that
 * nobody computed, a merge that joined nobody.
 */
export const reservedFactTypes: ReadonlySet<string> = new Set([
  'stage.changed',
  'stage.repaired',
  'member.reactivated',
  'member.merged',
  'member.absorbed',
  'member.split',
  'member.erased',
  'fact.attached',
  'releaseIdentity',
  'blockIdentity',
]);

export function isReservedSource(source: string): boolean {
  return reservedSource.test(source);
}
