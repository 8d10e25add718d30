import type { TFunction } from 'i18next';
import type { DecisionText } from '../../../facet/member-places.ts';

/** What can be decided about a wallet, by the name of the command. */
const commands = [
  'redeemUnits',
  'holdUnits',
  'captureHold',
  'releaseHold',
  'reverseSpend',
  'adjustUnits',
  'voidLot',
  'extendLot',
  'reinstateUnits',
  'releasePending',
  'cancelPending',
  'blockWallet',
  'unblockWallet',
  'openWallet',
  'transferUnits',
] as const;

/** A command in words; one that is not known as it is. */
export function commandText(name: string, t: TFunction): string {
  const known = commands.find((one) => one === name);
  return known === undefined ? name : t(`wallets.command.${known}`);
}

/** How much of what it moved stands among the entries, where it is explained. */
export const walletDecisions: readonly DecisionText[] = commands.map((command, index) => ({
  rank: 100 + index,
  command,
  say: (_, t) => t(`wallets.command.${command}`),
}));
