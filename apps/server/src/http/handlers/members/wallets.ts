import type { ActOnWallet } from '../../../use-cases/wallets/acting/wallet-commands.ts';
import type { Approvals } from '../../../use-cases/wallets/acting/approvals.ts';
import type { TransferUnits } from '../../../use-cases/wallets/acting/transfer-units.ts';
import type { ActOnWallets } from '../../../use-cases/wallets/acting/act-on-wallets.ts';
import type { PreviewEarning } from '../../../use-cases/wallets/earning/preview-earning.ts';
import type { ListExpiring } from '../../../use-cases/wallets/expiring/expiring-units.ts';
import type { RuleBudgets } from '../../../use-cases/wallets/earning/rule-budgets.ts';
import type { LastProof } from '../../../use-cases/wallets/proof/last-proof.ts';
import type { StatementKeys } from '../../../use-cases/wallets/statements/statement-keys.ts';
import type { Wallets } from '../../../use-cases/wallets/wallets.ts';
import type { GroupHandlers } from '../../routing/handlers.ts';

export interface WalletHandlersOf {
  readonly wallets: Wallets;
  readonly previewEarning: PreviewEarning;
  readonly ruleBudgets: RuleBudgets;
  readonly actOnWallet: ActOnWallet;
  readonly actOnWallets: ActOnWallets;
  readonly transferUnits: TransferUnits;
  readonly approvals: Approvals;
  readonly statementKeys: StatementKeys;
  readonly lastProof: () => Promise<LastProof>;
  readonly listExpiring: ListExpiring;
}

export function createWalletHandlers({
  wallets,
  previewEarning,
  ruleBudgets,
  actOnWallet: act,
  actOnWallets,
  transferUnits,
  approvals,
  statementKeys,
  lastProof,
  listExpiring,
}: WalletHandlersOf): GroupHandlers<'wallets'> {
  return {
    ofMember: (call) => wallets.ofMember(call, call.params),
    lots: (call) => wallets.lots(call, { ...call.params, ...call.query }),
    entries: (call) => wallets.entries(call, { ...call.params, ...call.query }),
    holds: (call) => wallets.holds(call, { ...call.params, ...call.query }),
    statement: (call) => wallets.statement(call, { ...call.params, ...call.query }),
    downloadStatement: (call) => wallets.downloadStatement(call, { ...call.params, ...call.query }),
    previewEarning: (call) => previewEarning.ofMember(call, call.params.memberId, call.body),
    previewFirstEarning: (call) => previewEarning.ofNobody(call, call.body),
    budgets: () => ruleBudgets(),
    statementKeys: () => statementKeys.list(),
    renewStatementKey: (call) => statementKeys.renew(call),
    proof: () => lastProof(),
    expiring: () => listExpiring(),
    redeem: (call) => act(call, 'redeem', { ...call.params, ...call.body }),
    hold: (call) => act(call, 'hold', { ...call.params, ...call.body }),
    capture: (call) => act(call, 'capture', { ...call.params, ...call.body }),
    release: (call) => act(call, 'release', call.params),
    reverse: (call) => act(call, 'reverse', { ...call.params, ...call.body }),
    transfer: (call) => transferUnits(call, { ...call.params, ...call.body }),
    propose: (call) => approvals.propose(call, { ...call.params, ...call.body }),
    approvals: (call) => approvals.list(call, call.query),
    decide: (call) => approvals.decide(call, { ...call.params, ...call.body }),
    adjust: (call) => act(call, 'adjust', { ...call.params, ...call.body }),
    voidLot: (call) => act(call, 'voidLot', { ...call.params, ...call.body }),
    extendLot: (call) => act(call, 'extendLot', { ...call.params, ...call.body }),
    reinstate: (call) => act(call, 'reinstate', { ...call.params, ...call.body }),
    releaseLot: (call) => act(call, 'releaseLot', call.params),
    cancelLot: (call) => act(call, 'cancelLot', { ...call.params, ...call.body }),
    block: (call) => act(call, 'block', { ...call.params, ...call.body }),
    unblock: (call) => act(call, 'unblock', { ...call.params, ...call.body }),
    open: (call) => act(call, 'open', { ...call.params, ...call.body }),
    act: (call) => actOnWallets(call, call.body),
  };
}
