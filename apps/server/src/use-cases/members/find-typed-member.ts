import type { MemberId } from '@perennial/domain';
import type { FindByIdentity } from './finding/find-by-identity.ts';

/** Whom a text means: one member, nobody, or several, of whom one has to be named by her id. */
export type TypedMember =
  | { readonly kind: 'found'; readonly memberId: MemberId }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly memberIds: readonly MemberId[] };

export type FindTypedMember = (text: string) => Promise<TypedMember>;

const candidatesMax = 5;

/**
 * A member by what a person types or another system knows: `phone:+8613800138000`, `external_id:shop:42`, her id. Who holds the
 * whole value goes before whom its last four digits fit.
 */
export function createFindTypedMember(findByIdentity: FindByIdentity): FindTypedMember {
  return async (text) => {
    const found = await findByIdentity(text, candidatesMax);
    const whole = found.filter((one) => one.matched !== 'last_four');
    const [first] = whole.length > 0 ? whole : found;
    if (first === undefined) return { kind: 'none' };
    if (found.length > 1 && whole.length !== 1) return { kind: 'several', memberIds: found.map((one) => one.memberId) };
    return { kind: 'found', memberId: first.memberId };
  };
}
