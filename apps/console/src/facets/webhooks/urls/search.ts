import { routes } from '@perennial/contracts/staff';
import { oneOf, textOf } from '../../../urls/read-parts.ts';
import type { RawSearch } from '../../../urls/read-parts.ts';

export interface WebhooksSearch {
  readonly cursor?: string;
}

export function readWebhooksSearch(raw: RawSearch): WebhooksSearch {
  return textOf(raw, 'cursor');
}

export const deliveryStates = routes.webhooks.deliveries.query.shape.state.unwrap().options;

const acts = ['edit'] as const;

/** What of one webhook is looked at: which part of its log, and what is open over it. */
export interface WebhookSearch {
  readonly act?: (typeof acts)[number];
  readonly state?: (typeof deliveryStates)[number];
  readonly type?: string;
  readonly member?: string;
  readonly cursor?: string;
  /** The delivery that is open. */
  readonly delivery?: string;
}

export function readWebhookSearch(raw: RawSearch): WebhookSearch {
  const { shape } = routes.webhooks.deliveries.query;
  return {
    ...oneOf(raw, 'act', acts),
    ...oneOf(raw, 'state', deliveryStates),
    ...fitting('type', textOf(raw, 'type').type, shape.type),
    ...fitting('member', textOf(raw, 'member').member, shape.memberId),
    ...textOf(raw, 'cursor'),
    ...textOf(raw, 'delivery'),
  };
}

interface Check {
  readonly safeParse: (value: unknown) => { readonly success: boolean };
}

/** What the API would refuse is no part of an address. */
function fitting<Name extends string>(
  name: Name,
  value: string | undefined,
  check: Check,
): Partial<Record<Name, string>> {
  const record: Partial<Record<Name, string>> = {};
  if (value !== undefined && check.safeParse(value).success) record[name] = value;
  return record;
}
