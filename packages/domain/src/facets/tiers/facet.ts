import { numberSpacesPath, settingsPath } from '../lifecycle/documents/documents.ts';
import { exportedOrders, exportedRefunds } from '../lifecycle/facet.ts';
import type { ProgramDocuments } from '../../kernel/documents/document.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import type { Facet } from '../../kernel/facet.ts';
import { assignTier, endAssignment, freezeTier, unfreezeTier } from './commands/assign-tier.ts';
import { claimBenefit } from './commands/claim-benefit.ts';
import { openTier } from './commands/open-tier.ts';
import { answerInvitation, inviteToTier } from './commands/invite-to-tier.ts';
import { declaredTierSets, parseTierSets, tiersKind } from './documents/documents.ts';
import { tierFamilies, tierFields } from './fields.ts';
import { tiersHandlers } from './handlers.ts';
import { tiersLens } from './lens.ts';
import { tierOutcomes } from './outcomes.ts';
import { compileTiers, foldKeyOf } from './rules/compile-tier-set.ts';
import type { ParsedTiers } from './rules/compile-tier-set.ts';
import { tierEvents } from './rules/events.ts';
import { tiersIndex } from './rules/rules.ts';
import type { TiersRules } from './rules/rules.ts';
import { tiersCodec } from './rules/state.ts';
import type { TiersState } from './rules/state.ts';
import {
  exportedStandings,
  tierChangeRows,
  tierClaimRows,
  tierDayRows,
  tierOrderRows,
  tierStandingRows,
} from './rules/rows.ts';

/** What of other documents says how orders count: when they do, and under which names. */
function orderKeyOf(documents: ProgramDocuments): string {
  const settings = documents[settingsPath];
  const countsWhen = isObject(settings) ? (settings['purchaseCountsWhen'] ?? null) : null;
  return JSON.stringify([countsWhen, documents[numberSpacesPath] ?? null]);
}

/** The levels of members: what they have earned, what people decided, and what a level gives. */
export const tiersFacet: Facet<TiersState, ParsedTiers, TiersRules> = {
  name: 'tiers',
  index: tiersIndex,
  revision: 1,
  stepRank: 400,
  dueRank: 140,
  keeps: 'apart',
  codec: tiersCodec,
  rowKinds: [tierStandingRows, tierChangeRows, tierOrderRows, tierDayRows, tierClaimRows],
  documents: [tiersKind],
  exports: [exportedStandings],
  reads: [exportedOrders, exportedRefunds],
  fields: ({ documents }) => tierFields(declaredTierSets(documents)),
  families: tierFamilies,
  subject: (view) => view.rows(tierStandingRows),
  parse(use) {
    const sets = parseTierSets(use);
    return sets === null ? null : { sets, orderKey: orderKeyOf(use.documents) };
  },
  compile: (parsed, { world }) => compileTiers(parsed, world),
  foldKey: foldKeyOf,
  outcomes: tierOutcomes,
  handlers: tiersHandlers,
  events: tierEvents,
  commands: [
    openTier,
    assignTier,
    endAssignment,
    freezeTier,
    unfreezeTier,
    inviteToTier,
    answerInvitation,
    claimBenefit,
  ],
  dueAt: ({ reviewAt }) => reviewAt,
  lens: tiersLens,
};
