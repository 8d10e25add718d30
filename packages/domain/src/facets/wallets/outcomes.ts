import type { OutcomeEntry, OutcomeLine, Outcomes, OutcomeSink } from '../../kernel/outcomes.ts';
import { walletsFolder } from './documents/wallet-document.ts';
import { entryRows } from './ledger/rows.ts';
import type { AccountName, EntryRow } from './ledger/rows.ts';
import type { WalletsRules, WalletsView } from './rules/rules.ts';

type Figure = 'issued' | 'taken_back' | 'redeemed' | 'expired' | 'received' | 'outstanding' | 'owed';

const figures: Readonly<Record<Figure, Pick<OutcomeLine, 'label' | 'kind' | 'isGain'>>> = {
  issued: { label: { en: 'issued', zh: '发放' }, kind: 'flow', isGain: false },
  taken_back: { label: { en: 'taken back', zh: '收回' }, kind: 'flow', isGain: false },
  redeemed: { label: { en: 'redeemed', zh: '兑换' }, kind: 'flow', isGain: false },
  expired: { label: { en: 'expired', zh: '过期' }, kind: 'flow', isGain: false },
  // What the brand pays for in the end: what was issued, and was neither taken back nor expired.
  received: { label: { en: 'received', zh: '净获得' }, kind: 'flow', isGain: true },
  outstanding: { label: { en: 'outstanding', zh: '未兑换余额' }, kind: 'level', isGain: false },
  owed: { label: { en: 'owed', zh: '欠分' }, kind: 'level', isGain: false },
};

const names: readonly Figure[] = ['issued', 'taken_back', 'redeemed', 'expired', 'received', 'outstanding', 'owed'];

const documentOf = (wallet: string): string => `${walletsFolder}${wallet}.json`;

/** The numbers of a wallet's lines, and its balance so far. */
interface Counted {
  readonly lines: Readonly<Record<Figure, number>>;
  balance: number;
}

function startCount(sink: OutcomeSink, wallet: string): Counted {
  const document = documentOf(wallet);
  const lineOf = (figure: Figure) => sink.lineOf(document, figure);
  const lines = {
    issued: lineOf('issued'),
    taken_back: lineOf('taken_back'),
    redeemed: lineOf('redeemed'),
    expired: lineOf('expired'),
    received: lineOf('received'),
    outstanding: lineOf('outstanding'),
    owed: lineOf('owed'),
  };
  return { lines, balance: 0 };
}

/** Where units of the brand come from and go back to; those that wait between members or came by a merge are nobody's gain. */
function isIssuer(account: AccountName): boolean {
  return account === 'issuance' || account === 'adjustment' || account === 'opening' || account.startsWith('partner:');
}

/** What an entry says by the two accounts that it names. */
function countEntry(sink: OutcomeSink, { lines }: Counted, { debit, credit, units, at }: EntryRow): void {
  if (isIssuer(debit)) {
    sink.add(lines.issued, at, units);
    sink.add(lines.received, at, units);
  } else if (isIssuer(credit)) {
    sink.add(lines.taken_back, at, units);
    sink.add(lines.received, at, -units);
  } else if (credit === 'redemption') sink.add(lines.redeemed, at, units);
  else if (debit === 'redemption') sink.add(lines.redeemed, at, -units);
  else if (credit === 'breakage') {
    sink.add(lines.expired, at, units);
    sink.add(lines.received, at, -units);
  } else if (debit === 'breakage') {
    sink.add(lines.expired, at, -units);
    sink.add(lines.received, at, units);
  }
}

/** Less than nothing is a debt, and no liability. */
function countBalance(sink: OutcomeSink, counted: Counted, { at, after }: { at: number; after: number }): void {
  const { lines, balance } = counted;
  const change = Math.max(0, after) - Math.max(0, balance);
  if (change !== 0) sink.add(lines.outstanding, at, change);
  const owed = Math.max(0, -after) - Math.max(0, -balance);
  if (owed !== 0) sink.add(lines.owed, at, owed);
  counted.balance = after;
}

function count(view: WalletsView, sink: OutcomeSink): void {
  const { status, clockAt } = view.member;
  const wallets = new Map<string, Counted>();
  for (const entry of view.rows(entryRows).rows()) {
    let counted = wallets.get(entry.wallet);
    if (counted === undefined) wallets.set(entry.wallet, (counted = startCount(sink, entry.wallet)));
    countEntry(sink, counted, entry);
    countBalance(sink, counted, { at: entry.at, after: entry.balanceAfter });
  }
  // From her tombstone on her survivor has it, by entries of her own.
  if (status === 'absorbed')
    for (const counted of wallets.values()) countBalance(sink, counted, { at: clockAt, after: 0 });
}

function entryOf(entry: EntryRow): OutcomeEntry {
  const { wallet, kind, units, balanceAfter, at, causePosition, rule, source, sourceId, credit } = entry;
  return {
    document: documentOf(wallet),
    matches: `${at} ${causePosition} ${kind} ${rule}`,
    at,
    position: causePosition,
    kind,
    units: credit === 'member' ? units : -units,
    after: balanceAfter,
    rule,
    source,
    sourceId,
  };
}

/** What wallets have brought members, counted by the accounts that every entry names. */
export const walletOutcomes: Outcomes<WalletsView, WalletsRules> = {
  lines: ({ wallets }) =>
    [...wallets.values()].flatMap(({ document: { id, name, value } }) =>
      names.map((figure): OutcomeLine => {
        const { label, kind, isGain } = figures[figure];
        const worth = value === null ? null : { units: value.units, minor: value.minor };
        return { document: documentOf(id), title: name, figure, label, kind, worth, isGain };
      }),
    ),
  count,
  entries: (view) => view.rows(entryRows).rows().map(entryOf),
};
