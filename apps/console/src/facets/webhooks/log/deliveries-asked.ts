import type { DeliveriesAsked } from '../said/webhook-queries.ts';
import type { WebhookSearch } from '../urls/search.ts';

/** What the log of an address asks for. */
export function deliveriesAskedOf({ state, type, member, cursor }: WebhookSearch): DeliveriesAsked {
  return {
    ...(state === undefined ? {} : { state }),
    ...(type === undefined ? {} : { type }),
    ...(member === undefined ? {} : { memberId: member }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}
