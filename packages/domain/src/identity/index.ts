export { shardCountMax, shardOf } from './shard.ts';
export {
  createIdentityPolicies,
  defaultIdentityPolicies,
  type IdentityPolicies,
  type IdentityPolicy,
} from './identity-policy.ts';
export {
  mergeRefusal,
  pairKey,
  releaseKey,
  resolveIdentities,
  type IdentityChange,
  type IdentityClaim,
  type IdentityMap,
  type RefusalReason,
  type Resolution,
} from './resolution.ts';
export {
  isDummyNumber,
  isPlaceholder,
  isPlaceholderEmail,
  negativePlaceholders,
  placeholderLengthMax,
  placeholderWords,
} from './placeholders.ts';
