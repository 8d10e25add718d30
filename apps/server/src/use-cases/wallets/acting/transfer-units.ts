import type { WalletAnswer } from '@perennial/contracts/staff';
import type { Audit } from '../../audit/audit.ts';
import { createActOnTwo } from '../../commands/act-on-two.ts';
import type { ActOnTwoDependencies } from '../../commands/act-on-two.ts';
import { carryOut } from '../../commands/carry-out.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { referredMember } from '../../members/referred-member.ts';
import type { ResolveReference } from '../../members/resolve-reference.ts';
import { answerOf, transferAct } from './wallet-acts.ts';

export interface TransferDependencies extends ActOnTwoDependencies {
  readonly audit: Audit;
  readonly resolveReference: ResolveReference;
}

export interface TransferRequest {
  readonly memberId: string;
  readonly wallet: string;
  /** A reference to who gets them. */
  readonly to: string;
  readonly units: number;
}

/** Gives units of one member to another. Who is confined to stores must be allowed to see both. Throws `member.…`, `transfer.…`, `wallet.…`. */
export type TransferUnits = (context: CallContext, request: TransferRequest) => Promise<WalletAnswer>;

export function createTransferUnits({ audit, resolveReference, ...dependencies }: TransferDependencies): TransferUnits {
  const actOnTwo = createActOnTwo(dependencies);
  return async (context, { memberId, wallet, to, units }) => {
    const { command, action } = transferAct;
    const act = { action, subject: `${memberId}/${wallet}` };
    const done = await carryOut(audit, { context, act }, async ({ note, entryOf }) => {
      const otherId = await referredMember(to, resolveReference);
      note({ subject: `${memberId}/${wallet}/${otherId}` });
      return actOnTwo(context, { memberId, otherId, command, input: { wallet, units }, entryOf });
    });
    return answerOf(done);
  };
}
