import { createFacets } from '../kernel/facets.ts';
import { lifecycleFacet } from './lifecycle/facet.ts';
import { registersFacet } from './registers/facet.ts';
import { tiersFacet } from './tiers/facet.ts';
import { walletsFacet } from './wallets/facet.ts';

/** The one list of what the fold computes: adding a facet is adding its folder and a line here. */
export const facets = createFacets([registersFacet, lifecycleFacet, walletsFacet, tiersFacet]);
