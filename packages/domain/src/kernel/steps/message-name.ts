import type { FactStep } from './steps.ts';

/** The name under which a fact competes with others for a register or an order: unique over all sources. */
export function messageNameOf(step: FactStep): string {
  return `${step.source}/${step.messageId}`;
}
