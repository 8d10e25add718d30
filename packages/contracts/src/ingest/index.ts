export { checkBounds, type BoundsProblem } from './check-bounds.ts';
export { isReservedSource, reservedFactTypes } from '../schemas/reserved-names.ts';
export { checkFact, type CheckContext, type FactCheck, type FactProblem } from './check-fact.ts';
export { keptOf, type Kept } from './kept.ts';
export { fieldMeaningsOf, isKnownFactType, knownFacts, type FieldMeaning } from './known-facts.ts';
export { factLimits, segmentLimits } from './limits.ts';
export { readIdentities, type IdentityOnWire } from './read-identities.ts';
export { readInstant } from './read-instant.ts';
