/**
 * How a type of identity behaves. A strong identity says who somebody is and joins members; a weak one says only which
 * browser or device was used, and never joins two members that hold strong identities.
 */
export interface IdentityPolicy {
  /** `phone`, or a family written `external_id:*` for every type that begins with `external_id:`. */
  readonly type: string;
  readonly strength: 'strong' | 'weak';
  /** Smaller is stronger: decides whose a fact is when its identities disagree and may not be joined. */
  readonly priority: number;
  /** How many identities of the type one member may hold. */
  readonly perMemberMax: number;
  readonly normaliser: 'phone' | 'email' | 'digits' | 'exact' | 'lower';
  /** Values that identify nobody here, beside the placeholders that identify nobody anywhere: a shop's own number. */
  readonly blockedValues: readonly string[];
}

function policy(type: string, rest: Omit<IdentityPolicy, 'type' | 'blockedValues'>): IdentityPolicy {
  return { type, ...rest, blockedValues: [] };
}

const strong = 'strong' as const;
const weak = 'weak' as const;

/** What a program starts from; its identities document replaces single types. */
export const defaultIdentityPolicies: readonly IdentityPolicy[] = [
  policy('phone', { strength: strong, priority: 10, perMemberMax: 3, normaliser: 'phone' }),
  policy('wechat_unionid', { strength: strong, priority: 20, perMemberMax: 1, normaliser: 'exact' }),
  policy('user_id', { strength: strong, priority: 30, perMemberMax: 5, normaliser: 'exact' }),
  policy('external_id:*', { strength: strong, priority: 40, perMemberMax: 5, normaliser: 'exact' }),
  policy('card_no', { strength: strong, priority: 50, perMemberMax: 5, normaliser: 'digits' }),
  policy('wechat_openid:*', { strength: strong, priority: 60, perMemberMax: 1, normaliser: 'exact' }),
  policy('email', { strength: strong, priority: 70, perMemberMax: 5, normaliser: 'email' }),
  policy('anonymous_id', { strength: weak, priority: 90, perMemberMax: 1000, normaliser: 'exact' }),
  policy('device_id', { strength: weak, priority: 95, perMemberMax: 100, normaliser: 'exact' }),
];

/** Types that no policy names are kept as strong external ids of low priority. */
const fallbackPolicy = policy('*', { strength: strong, priority: 80, perMemberMax: 5, normaliser: 'exact' });

export type IdentityPolicies = (type: string) => IdentityPolicy;

/** Looks a type up: its own policy, its family's, else the fallback. */
export function createIdentityPolicies(
  policies: readonly IdentityPolicy[] = defaultIdentityPolicies,
): IdentityPolicies {
  const byType = new Map(policies.map((one) => [one.type, one]));
  return (type) => {
    const own = byType.get(type);
    if (own !== undefined) return own;
    const colon = type.indexOf(':');
    return (colon < 0 ? undefined : byType.get(`${type.slice(0, colon)}:*`)) ?? fallbackPolicy;
  };
}
