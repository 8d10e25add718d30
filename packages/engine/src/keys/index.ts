export { bodyHash, messageKey, messageKeyCheck, orderKey, unkeyedMessageKey } from './digests.ts';
export { compareKeys, keyFingerprints, type KeyComparison, type KeyFingerprint } from './fingerprints.ts';
export { createKeyring, currentHashKey, keyBytes, KeyMissingError, type HashKey, type Keyring } from './keyring.ts';
export { decrypt, openWithMaster, sealWithMaster, unwrapKey } from './sealing.ts';
