import type { MemberProfile } from '@perennial/contracts/staff';
import { maskIdentity } from './masking.ts';
import type { PersonalData } from './personal-reader.ts';

/** How much of what is personal somebody may see. */
export type Sight = 'masked' | 'clear';

export function identitiesOf(secrets: PersonalData, sight: Sight): MemberProfile['identities'] {
  return secrets.identities.map((identity) => ({
    id: identity.id,
    type: identity.type,
    value: sight === 'clear' ? identity.value : maskIdentity(identity.type, identity.value),
    isMasked: sight === 'masked',
    linkedAt: identity.linkedAt,
  }));
}
