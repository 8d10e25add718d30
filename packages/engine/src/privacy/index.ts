export { createKeyring, keyBytes, KeyMissingError, type HashKey, type Keyring } from './keyring.ts';
