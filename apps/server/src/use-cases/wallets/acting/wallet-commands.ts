import type { WalletAnswer } from '@perennial/contracts/staff';
import type { Audit } from '../../audit/audit.ts';
import { createActOnOne } from '../../commands/act-on-one.ts';
import type { ActOnOneDependencies } from '../../commands/act-on-one.ts';
import { carryOut } from '../../commands/carry-out.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { answerOf, inputOf, reasonOf, subjectOf, walletActs } from './wallet-acts.ts';
import type { Said, WalletActName } from './wallet-acts.ts';

export interface WalletCommandDependencies extends ActOnOneDependencies {
  readonly audit: Audit;
}

/**
 * Does something to a wallet of a member, once: a retry under the key hears the same. Throws `member.not_found`, `member.erased`, the code of
 * what was rejected, and what is said of commands by their runner.
 */
export type ActOnWallet = (
  context: CallContext,
  name: WalletActName,
  request: Said & { readonly memberId: string },
) => Promise<WalletAnswer>;

export function createActOnWallet({ audit, ...dependencies }: WalletCommandDependencies): ActOnWallet {
  const actOnOne = createActOnOne(dependencies);
  return async (context, name, { memberId, ...said }) => {
    const { command, action } = walletActs[name];
    const act = { action, subject: subjectOf(memberId, said) };
    const done = await carryOut(audit, { context, act }, ({ note, entryOf }) => {
      note(reasonOf(said));
      return actOnOne(context, { memberId, command, input: inputOf(said), entryOf });
    });
    return answerOf(done);
  };
}
