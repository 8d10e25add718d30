import type { Command, PairCommand } from '../../../kernel/facet.ts';
import type { WalletsState } from '../rules/state.ts';
import { adjustUnits } from './adjust.ts';
import { blockWallet, unblockWallet } from './block.ts';
import { captureHold, holdUnits, releaseHold } from './holds.ts';
import { cancelPending, extendLot, releasePending, voidLot } from './lots.ts';
import { openWallet } from './open-wallet.ts';
import { reinstateUnits } from './reinstate.ts';
import { reverseSpend } from './reverse.ts';
import { redeemUnits } from './spending.ts';
import { transferUnits } from './transfer.ts';

export const walletCommands: readonly Command<unknown, WalletsState>[] = [
  redeemUnits,
  holdUnits,
  captureHold,
  releaseHold,
  adjustUnits,
  voidLot,
  reverseSpend,
  extendLot,
  reinstateUnits,
  releasePending,
  cancelPending,
  blockWallet,
  unblockWallet,
  openWallet,
];

export const walletPairCommands: readonly PairCommand<unknown, WalletsState>[] = [transferUnits];
