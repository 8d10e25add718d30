import type { FactValue } from '../../../kernel/base/payload.ts';
import { readId } from '../../../kernel/documents/read-json.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { readParts, readReason } from './read-input.ts';
import { accountIn, accountNeed, isStop, lacks, walletCommand, walletIn } from './wallet-command.ts';
import type { Look, OfWallet, Planned, Seen } from './wallet-command.ts';

interface Block extends OfWallet {
  readonly reason: string;
}

function readBlock(input: FactValue, spot: Spot): Block | null {
  return readParts(input, spot, {
    keys: ['wallet', 'reason'],
    read: (part) => ({ wallet: part.text('wallet', readId), reason: part.text('reason', readReason) }),
  });
}

/** `{ wallet, reason }`: nothing is spent until a person says so. */
export const blockWallet = walletCommand<Block>({
  name: 'blockWallet',
  read: readBlock,
  plan: (seen, input) => change(seen, input, { isBlocked: true }),
});

/** `{ wallet, reason }`: what is there may be spent again. */
export const unblockWallet = walletCommand<Block>({
  name: 'unblockWallet',
  read: readBlock,
  plan: (seen, input) => change(seen, input, { isBlocked: false }),
});

function change(seen: Seen, { wallet, reason }: Block, { isBlocked }: { readonly isBlocked: boolean }): Look<Planned> {
  const found = walletIn(seen, wallet);
  if (isStop(found)) return found;
  const missing = lacks(seen, [accountNeed(wallet)]);
  if (missing !== null) return missing;
  const isSo = accountIn(seen, wallet).isBlocked === isBlocked;
  return {
    operations: isSo ? [] : [{ op: 'account', wallet, isBlocked, reason }],
    answer: () => ({ isBlocked }),
  };
}
