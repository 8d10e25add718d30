import { readIdentityHoldings } from '@perennial/postgres/reading';
import type { Sql } from '@perennial/postgres';

export interface HoldingsRequest {
  /** A type, or a family of types by its beginning: `wechat_openid:*`. */
  readonly type: string;
  /** Types of the family that have a policy of their own. */
  readonly except?: readonly string[] | undefined;
}

/** How many members hold how many identities of a type: what a lowered limit would meet. */
export async function listIdentityHoldings(sql: Sql, { type, except = [] }: HoldingsRequest) {
  const prefix = type.endsWith(':*') ? type.slice(0, -1) : null;
  return readIdentityHoldings(sql, { type, prefix, except });
}
