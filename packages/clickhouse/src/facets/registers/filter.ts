import { findRegisterField } from '@perennial/domain';
import type { ConditionNode } from '@perennial/domain';
import { anyOf, rule } from '../../conditions/rules.ts';

export interface RegisterFilter {
  /** Any of these tags. */
  readonly tags?: readonly string[];
}

export function registerConditions({ tags }: RegisterFilter): readonly ConditionNode[] {
  return tags === undefined ? [] : [anyOf(tags.map(tagged))];
}

function tagged(tag: string): ConditionNode {
  const field = findRegisterField(`tag.${tag}`);
  // A longer name than a field may have is nobody's tag.
  return field === undefined ? anyOf([]) : rule(field, '=', true);
}
