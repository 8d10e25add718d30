import { noAsks, reject } from '../../../kernel/command.ts';
import type { Decision, Rejection } from '../../../kernel/command.ts';
import type { Command, CommandUse } from '../../../kernel/facet.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import { invariant } from '../../../kernel/base/invariant.ts';
import type { Spot } from '../../../kernel/documents/read-json.ts';
import { missingOf } from '../../../kernel/member-subject.ts';
import { Missing } from '../../../kernel/rows/needs.ts';
import type { Need } from '../../../kernel/rows/needs.ts';
import { availableOf, emptyAccount } from '../ledger/accounts.ts';
import { missingFor } from '../carrying/carry-out.ts';
import { partOf } from '../ledger/operations.ts';
import type { WalletOperation } from '../ledger/operations.ts';
import { accountRows } from '../ledger/rows.ts';
import type { AccountRow } from '../ledger/rows.ts';
import { walletsRulesOf } from '../rules/rules.ts';
import type { CompiledWallet } from '../rules/rules.ts';
import type { WalletsState } from '../rules/state.ts';
import { tryOut } from './trial.ts';
import type { Trial } from './trial.ts';

export type Seen = CommandUse<WalletsState>;

/** What is to be carried out, and what of it is answered beside the balance. */
export interface Planned {
  readonly operations: readonly WalletOperation[];
  readonly answer: (after: Trial) => FactPayload;
}

/** Something, or why there is none, or what must be loaded to know it. */
export type Look<Value> = Value | Rejection | Missing;

export function isStop<Value>(look: Look<Value>): look is Rejection | Missing {
  if (look instanceof Missing) return true;
  return typeof look === 'object' && look !== null && 'kind' in look && look.kind === 'rejection';
}

export interface WalletCommandParts<Input extends OfWallet> {
  readonly name: string;
  read(input: FactValue, spot: Spot): Input | null;
  plan(seen: Seen, input: Input): Look<Planned>;
}

export interface OfWallet {
  readonly wallet: string;
}

/**
 * A command on one wallet: looks, and says what is to be moved. What it answers is read off a trial of the very operations that the fold will
 * carry out; whoever asks for what holds already is answered so, and nothing is logged.
 */
export function walletCommand<Input extends OfWallet>(parts: WalletCommandParts<Input>): Command<Input, WalletsState> {
  const { name } = parts;
  return {
    name,
    isKeyRequired: true,
    read: (input, spot) => parts.read(input, spot),
    decide(seen, input) {
      const planned = parts.plan(seen, input);
      return isStop(planned) ? planned : (missingFor(seen.own, planned.operations, seen.use) ?? noAsks);
    },
    conclude(seen, input) {
      const planned = parts.plan(seen, input);
      invariant(!(planned instanceof Missing), `${name} has looked at all that it needs`);
      return isStop(planned) ? planned : toDecision(seen, input.wallet, planned);
    },
  };
}

function toDecision(seen: Seen, wallet: string, { operations, answer }: Planned): Decision {
  const after = tryOut(seen, operations);
  const account = after.account(wallet);
  return {
    kind: 'decision',
    parts: operations.length === 0 ? {} : { wallets: partOf(operations) },
    answer: { wallet, ...answer(after), balance: account.posted, available: availableOf(account) },
  };
}

/** The wallet of the program that is named. */
export function walletIn({ use }: Seen, wallet: string): CompiledWallet | Rejection {
  return walletsRulesOf(use.program).wallets.get(wallet) ?? reject('wallet.unknown', { wallet });
}

/** What of these is not loaded. */
export function lacks({ own }: Seen, needs: readonly Need[]): Missing | null {
  return missingOf(own.member, needs);
}

export function accountNeed(wallet: string): Need {
  return { by: 'key', kind: accountRows, keys: [[wallet]] };
}

/** Who has no account has nothing in it; it has been loaded. */
export function accountIn({ own }: Seen, wallet: string): AccountRow {
  return own.rows(accountRows).get(wallet) ?? emptyAccount(wallet);
}

/** Number of the last entry of a kind that was made, or null. */
export function entryOf({ entries }: Trial, kind: string): number | null {
  return entries.findLast((entry) => entry.kind === kind)?.sequence ?? null;
}
