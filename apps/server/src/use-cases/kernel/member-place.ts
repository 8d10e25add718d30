import type { MemberId } from '@perennial/domain';

/** Where a member is kept. */
export interface MemberPlace {
  readonly shard: number;
  readonly memberId: MemberId;
}
