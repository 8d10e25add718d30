import { webhookCountMax } from '@perennial/contracts/staff';
import type { Formatter } from '../../../format/format.ts';

/** How many events; the server counts up to a limit, which then means at least so many. */
export function countText(count: number, format: Pick<Formatter, 'integer'>): string {
  return count >= webhookCountMax ? `${format.integer(count)}+` : format.integer(count);
}
