export { createKeyring, keyBytes, KeyMissingError, type HashKey, type Keyring } from './keyring.ts';
export { liftPersonal, type PersonalPathsOf, type SecretReference } from './lift-personal.ts';
