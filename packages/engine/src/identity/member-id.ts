import type { MemberId } from '@perennial/domain';
import { createUuidV7 } from '../kernel/uuid-v7.ts';

/** An id for a new member: ids of members made later are greater, but for those of one millisecond. */
export function createMemberId(nowMs: number): MemberId {
  return createUuidV7(nowMs) as MemberId;
}
