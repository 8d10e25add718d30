import type { WalletAct } from '../../acts/act.ts';
import type { Wallet } from '../../asked/queries.ts';

/** What the lists of a wallet have in common. */
export interface ActingProps {
  readonly wallet: Wallet;
  readonly memberId: string;
  readonly asOfAt: string;
  /** Why nothing can be done now. */
  readonly refusal: string | undefined;
  readonly onAct: (act: WalletAct) => void;
}
