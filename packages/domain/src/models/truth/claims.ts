import { backtestClaims } from '../backtest/truth-claims.ts';
import { rfmClaims } from '../rfm/truth-claims.ts';
import type { Claim } from '../claims/claim.ts';
import { propertyClaims } from './property-claims.ts';
import { publishedClaims } from './published-claims.ts';

/** Everything we claim of the models; each capability adds the list of its own. */
export const claims: readonly Claim[] = [...publishedClaims, ...propertyClaims, ...rfmClaims, ...backtestClaims];
