import type { MemberId } from '@perennial/domain';
import type { MemberPlace } from '../log/log-rows.ts';

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
