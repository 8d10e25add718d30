import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from '../log/log-rows.ts';

/** Holds the identities that staff have blocked: they identify nobody. No member has this id. */
export const nobody = '00000000-0000-0000-0000-000000000000' as MemberId;

export interface IdentityRow {
  readonly hash: string;
  readonly type: string;
  readonly memberId: MemberId;
}

export interface NewIdentityRow extends IdentityRow {
  readonly shard: number;
  readonly tailHash: string | null;
  readonly hashKeyId: string;
}

export interface IdentityMove {
  readonly hash: string;
  readonly to: MemberPlace;
}

/** An identity that was taken off a member, and who she is now. */
export interface ReleasedRow {
  readonly hash: string;
  readonly memberId: MemberId;
}
