import { openView } from './facet-view.ts';
import type { Member } from './facet.ts';
import type { ConditionSubject } from './fields/subject.ts';
import { Missing } from './rows/needs.ts';
import type { Need } from './rows/needs.ts';
import { keyText } from './rows/row-kind.ts';

/** The member as conditions see her: what every facet lets them read. What was not loaded of her is as nothing. */
export function subjectOf(member: Member): ConditionSubject {
  const parts: unknown[] = [];
  for (const facet of member.facets.list) parts[facet.index] = facet.subject(openView(member, facet));
  return { parts };
}

/** What of `needs` is not in memory, before she can be asked; null: all of it is. */
export function missingOf(member: Member, needs: readonly Need[]): Missing | null {
  const missing = needs.filter((need) => !isThere(member, need));
  return missing.length === 0 ? null : new Missing(missing);
}

function isThere(member: Member, need: Need): boolean {
  if (need.by === 'state') return openView(member, member.facets.named(need.facet)).isStateKnown;
  if (need.by === 'history') return member.own !== null;
  const rows = openView(member, member.facets.ownerOf(need.kind)).setOf(need.kind);
  switch (need.by) {
    case 'key':
      return need.keys.every((key) => rows.isKnown(keyText(key)));
    case 'prefix':
      return need.keys.every((key) => rows.isPrefixKnown(keyText(key)));
    case 'due':
      return rows.isDueKnown(need.upTo);
    case 'all':
      return rows.isWhole;
    case 'ever':
      return rows.isComplete;
  }
}
