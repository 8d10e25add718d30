export { createKeyring, decrypt, keyBytes, KeyMissingError, unwrapKey, type HashKey, type Keyring } from './keyring.ts';
export { liftPersonal, type PersonalPathsOf, type SecretReference } from './lift-personal.ts';
