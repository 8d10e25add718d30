import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { CompiledProgram } from '@perennial/domain';
import { walletsRulesOf } from '@perennial/domain';
import { readLotDues } from '@perennial/postgres/wallets';
import type { WalletPlace } from '@perennial/postgres/wallets';
import type { Sql } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FindMember, FoundMember } from '../members/find-member.ts';
import { resolveAsOf, startOfDay } from '../reading/days.ts';
import { businessSightOf } from '../reading/sight.ts';
import type { ReadingWorld } from '../reading/world.ts';
import { listEntries } from './reading/list-entries.ts';
import { listHolds } from './reading/list-holds.ts';
import { listLots } from './reading/list-lots.ts';
import type { LotsRequest } from './reading/list-lots.ts';
import type { RuleNames } from './reading/rule-names.ts';
import { namedWallet, shownBalances } from './reading/shown-balances.ts';
import type { ReadWallets, WalletsNow, WalletsWanted } from './reading/wallet-reader.ts';
import { allUntil } from './statements/read-entries.ts';
import { readStatement } from './statements/read-statement.ts';
import { signStatement } from './statements/sign-statement.ts';
import type { StatementKeys } from './statements/statement-keys.ts';

export interface WalletsDependencies {
  readonly sql: Sql;
  readonly world: ReadingWorld;
  readonly findMember: FindMember;
  readonly readWallets: ReadWallets;
  readonly ruleNames: RuleNames;
  readonly statementKeys: Pick<StatementKeys, 'signer'>;
}

type Asked = Pick<CallContext, 'caller'>;
interface OfMember {
  readonly memberId: string;
}
interface OfWallet extends OfMember {
  readonly wallet: string;
}
export interface StatementRequest extends PageRequest {
  readonly from?: string | undefined;
  readonly at?: string | undefined;
}

type Answer<Name extends keyof Routes['wallets']> = Promise<RouteAnswer<Routes['wallets'][Name]>>;

/** What a member has in her wallets. Everything throws `member.not_found` for who may not see her; what names a wallet, `wallet.unknown`. */
export interface Wallets {
  ofMember(asked: Asked, request: OfMember): Answer<'ofMember'>;
  lots(asked: Asked, request: OfWallet & LotsRequest): Answer<'lots'>;
  entries(asked: Asked, request: OfWallet & PageRequest): Answer<'entries'>;
  holds(asked: Asked, request: OfWallet & LotsRequest): Answer<'holds'>;
  statement(asked: Asked, request: OfWallet & StatementRequest): Answer<'statement'>;
  /** Throws `entry.unknown`. */
  downloadStatement(
    asked: Asked,
    request: OfWallet & { readonly at?: string | undefined; readonly after: number },
  ): Answer<'downloadStatement'>;
}

export function createWallets(dependencies: WalletsDependencies): Wallets {
  const { sql, world } = dependencies;
  return {
    async ofMember(asked, request) {
      const { member, now, at, program } = await look(dependencies, asked, { ...request, wanted: 'accounts' });
      const stored = now.hasLots ? [] : await readLotDues(sql, member);
      return { ...ownerOf(member), asOfAt: at, wallets: shownBalances(now, program, stored) };
    },
    async lots(asked, request) {
      const { place, now, at, program } = await lookInto(dependencies, asked, request);
      const { costs } = businessSightOf(asked.caller);
      return listLots(dependencies, { place, seen: { now, program, at, costs } }, request);
    },
    async entries(asked, request) {
      return listEntries(
        dependencies,
        await lookInto(dependencies, asked, { ...request, wanted: 'accounts' }),
        request,
      );
    },
    async holds(asked, request) {
      return listHolds(sql, await lookInto(dependencies, asked, request), request);
    },
    async statement(asked, request) {
      const wanted = request.at === undefined ? 'accounts' : 'lots';
      const looked = await lookInto(dependencies, asked, { ...request, wanted });
      const asOf = resolveAsOf(request.at, world.zone, looked.at);
      const fromAt = request.from === undefined ? null : beginOf(request.from, world.zone);
      return {
        ...ownerOf(looked.member),
        ...(await readStatement({ ...dependencies, ...looked, fromAt, asOf }, request)),
      };
    },
    async downloadStatement(asked, request) {
      const { place, now, at, program } = await lookInto(dependencies, asked, request);
      const asOf = resolveAsOf(request.at, world.zone, at);
      const entries = await allUntil({ sql, place, now }, asOf.at);
      const { memberId, wallet } = place;
      const { decimals } = namedWallet(program, wallet);
      const said = { memberId, wallet, decimals, asOfAt: asOf.at, issuedAt: at, after: request.after };
      return signStatement(entries, said, await dependencies.statementKeys.signer());
    },
  };
}

/** A calendar day begins with its first millisecond. */
function beginOf(text: string, zone: string): number {
  return text.includes('T') ? Date.parse(text) : startOfDay(text, zone);
}

export function ownerOf({ memberId, status, mergedInto }: FoundMember) {
  return { memberId, status, mergedInto };
}

export interface Looked {
  readonly member: FoundMember;
  readonly now: WalletsNow;
  readonly at: number;
  readonly program: CompiledProgram;
}

interface Wanted {
  /** All that is open unless said. */
  readonly wanted?: WalletsWanted;
}

async function look(
  { world, findMember, readWallets }: WalletsDependencies,
  { caller }: Asked,
  { memberId, wanted = 'lots' }: OfMember & Wanted,
): Promise<Looked> {
  const member = await findMember(memberId, caller);
  const at = world.now();
  const [now, program] = await Promise.all([readWallets(member, at, wanted), world.program()]);
  return { member, now, at, program };
}

/** The same for one wallet: of the program, or one that something was ever in. */
export async function lookInto(
  dependencies: WalletsDependencies,
  asked: Asked,
  request: OfWallet & Wanted,
): Promise<Looked & { readonly place: WalletPlace }> {
  const looked = await look(dependencies, asked, request);
  const { wallet } = request;
  const { member, now, program } = looked;
  const isKnown =
    walletsRulesOf(program).wallets.has(wallet) || now.accounts.some((account) => account.wallet === wallet);
  if (!isKnown) throw new ProblemError('wallet.unknown');
  return { ...looked, place: { shard: member.shard, memberId: member.memberId, wallet } };
}
