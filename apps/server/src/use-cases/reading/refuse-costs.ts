import type { FactValue } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';
import { namesCost } from './sight.ts';

/** What is narrowed by a cost tells it, one question after another. */
export function refuseCosts(value: FactValue): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    if (name === 'field' && typeof one === 'string' && namesCost(one)) throw new ProblemError('auth.forbidden');
    refuseCosts(one ?? null);
  }
}
