export {
  createBlinding,
  tailIndex,
  type BlindIdentity,
  type BlindIdentityOf,
  type BlindingOptions,
  type Blinded,
  type RawIdentity,
} from './blinding.ts';
export { nobody, type IdentityMove, type IdentityRow, type NewIdentityRow, type ReleasedRow } from './identity-rows.ts';
export { phoneCountries } from './phone-countries.ts';
export { createMemberId } from './member-id.ts';
export { identityLengthMax, isIdentityType, normaliseIdentity, type Normalised } from './normalise.ts';
