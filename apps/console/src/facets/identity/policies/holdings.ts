import type { PolicyDocument } from './identities-document.ts';

/** Members who hold more identities of a type than a limit allows. */
export function membersOver(
  holdings: readonly { readonly held: number; readonly members: number }[],
  limit: number,
): number {
  return holdings.reduce((sum, { held, members }) => sum + (held > limit ? members : 0), 0);
}

/** Types of a family that its policy does not hold for, because they have one of their own. */
export function exceptionsOf(type: string, own: readonly PolicyDocument[]): readonly string[] {
  if (!type.endsWith(':*')) return [];
  const prefix = type.slice(0, -1);
  return own.map((policy) => policy.type).filter((one) => one !== type && one.startsWith(prefix));
}
