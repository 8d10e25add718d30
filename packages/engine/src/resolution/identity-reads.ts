import type { MemberId } from '@perennial/domain';
import type { IdentityRow, ReleasedRow } from '../identity/identity-rows.ts';
import type { HeadRow, MemberPlace } from '../log/log-rows.ts';

/** What finding out whose facts are reads, in the transaction that appends them. Locks nothing. */
export interface IdentityReads {
  readIdentities(hashes: readonly string[]): Promise<readonly IdentityRow[]>;
  readIdentitiesOf(members: readonly MemberPlace[]): Promise<readonly IdentityRow[]>;
  /** Undone merges between any two of these members, as pairs of ids. */
  readKeptApart(members: readonly MemberId[]): Promise<readonly (readonly [MemberId, MemberId])[]>;
  /** Of these identities, those that were taken off somebody, with whoever she is now. */
  readReleased(hashes: readonly string[]): Promise<readonly ReleasedRow[]>;
  readHeads(shards: readonly number[]): Promise<readonly HeadRow[]>;
}
