import type { DecisionText } from '../../../facet/member-places.ts';

const commands = [
  'assignTier',
  'endAssignment',
  'freezeTier',
  'unfreezeTier',
  'inviteToTier',
  'answerInvitation',
  'claimBenefit',
] as const;

/** What people decided about her levels, in the timeline. */
export const tierDecisions: readonly DecisionText[] = commands.map((command, index) => ({
  rank: 130 + index,
  command,
  say: (_, t) => t(`tiers.command.${command}`),
}));
