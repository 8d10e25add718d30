import { z } from 'zod';
import { memberId } from './common.ts';
import { identityTypeLengthMax, isIdentityType } from './identity-type.ts';

/** An identity as a reference names it. */
export interface ReferredIdentity {
  readonly type: string;
  readonly value: string;
}

/**
 * What names a member. An identity may be read in two ways where its value holds a colon, `external_id:shop:42` as the
 * `external_id:shop` 42 or as the `external_id` shop:42: only who holds the identities can tell, so both are given.
 */
export type MemberReference =
  | { readonly kind: 'id'; readonly memberId: string }
  | { readonly kind: 'identity'; readonly readings: readonly ReferredIdentity[] };

/** Longest identity that is taken: a longer one is nobody's. */
const valueLengthMax = 256;
const textLengthMax = identityTypeLengthMax + 1 + valueLengthMax;

const controlCharacter = /\p{Cc}/u;

/** Reads `phone:+8613800138000`, `external_id:shop:42` or a member id; undefined when it is none of these. */
export function parseMemberReference(text: string): MemberReference | undefined {
  const trimmed = text.trim();
  if (trimmed.length > textLengthMax) return undefined;
  if (memberId.safeParse(trimmed).success) return { kind: 'id', memberId: trimmed.toLowerCase() };
  const readings = readIdentity(trimmed);
  return readings.length === 0 ? undefined : { kind: 'identity', readings };
}

/** The text that is read as this member id or identity again. */
export function formatMemberReference(named: { readonly memberId: string } | ReferredIdentity): string {
  return 'memberId' in named ? named.memberId : `${named.type}:${named.value}`;
}

/** The longer type first: a scope is written more often than a value that looks like one. */
function readIdentity(text: string): readonly ReferredIdentity[] {
  const first = text.indexOf(':');
  const second = text.indexOf(':', first + 1);
  return [second, first]
    .filter((colon) => colon > 0)
    .map((colon) => ({ type: text.slice(0, colon), value: text.slice(colon + 1) }))
    .filter(isIdentity);
}

function isIdentity({ type, value }: ReferredIdentity): boolean {
  return (
    isIdentityType(type) &&
    value.length <= valueLengthMax &&
    value.trim() !== '' &&
    value.isWellFormed() &&
    !controlCharacter.test(value)
  );
}

/** Wherever a route takes a member. It stays text: whose it is only the server can say. */
export const memberReference = z
  .string()
  .max(textLengthMax)
  .refine((text) => parseMemberReference(text) !== undefined, {
    error: 'Expected a member id, or an identity as type:value, such as phone:+8613800138000',
  })
  .describe('Member id, or an identity as type:value: `phone:+8613800138000`, `external_id:shop:42`');

/** The blind index of an identity: any 128 bits, so no version of UUID. */
export const identityId = z.guid().describe('Id of an identity');

export type IdentityReference =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'identity'; readonly readings: readonly ReferredIdentity[] };

/** Reads `phone:+8613800138000`, `external_id:shop:42` or the id of an identity; undefined when it is none of these. */
export function parseIdentityReference(text: string): IdentityReference | undefined {
  const trimmed = text.trim();
  if (trimmed.length > textLengthMax) return undefined;
  if (identityId.safeParse(trimmed).success) return { kind: 'id', id: trimmed.toLowerCase() };
  const readings = readIdentity(trimmed);
  return readings.length === 0 ? undefined : { kind: 'identity', readings };
}

/** Wherever a route takes an identity: by the id that a profile and the list of shared ones give, or as it is written. */
export const identityReference = z
  .string()
  .max(textLengthMax)
  .refine((text) => parseIdentityReference(text) !== undefined, {
    error: 'Expected the id of an identity, or type:value, such as phone:+8613800138000',
  })
  .describe('Id of the identity, or `type:value`: `phone:+8613800138000`, `email:shop@example.com`');
