import { randomUUID } from 'node:crypto';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import {
  forgetCounts,
  insertEstimate,
  readCounts,
  readEstimates,
  readFlows,
  readOutstanding,
  readOwed,
} from '@perennial/postgres/wallets';
import type { Database, Sql } from '@perennial/postgres';
import type { Audit } from '../../audit/audit.ts';
import type { CallContext } from '../../kernel/call-context.ts';
import { nameOfCaller } from '../../kernel/caller.ts';
import type { Download } from '../../kernel/download.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { FileRequest, FileSettings } from '../../reading/file-words.ts';
import { businessSightOf } from '../../reading/sight.ts';
import type { ReadingWorld } from '../../reading/world.ts';
import { documentOf, namedWallet } from '../reading/shown-balances.ts';
import { entriesFile } from './entries-file.ts';
import { labelOfMonth, monthAt, monthOfLabel } from './months.ts';
import { shownLiability } from './shown-liability.ts';
import type { LiabilityPeriod } from './shown-liability.ts';

export interface LiabilityDependencies {
  readonly database: Database;
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly fileSettings: FileSettings;
}

interface OfWallet {
  readonly wallet: string;
}

interface Asked extends OfWallet {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface Estimated extends OfWallet {
  readonly issueYear: number;
  readonly fromMonth: string;
  readonly share: number | null;
}

type Answer = RouteAnswer<Routes['liability']['get']>;

export type Liabilities = ReturnType<typeof createLiabilities>;

/** What is owed to members over all of them, of figures that are kept shard by shard. */
export function createLiabilities(dependencies: LiabilityDependencies) {
  const { database, audit, fileSettings } = dependencies;
  const read = (context: Pick<CallContext, 'caller'>, asked: Asked) => readLiability(dependencies, context, asked);
  return {
    /** Throws `wallet.unknown`, and `request.invalid` for a period that is none. */
    get: read,
    /** Throws the same, and `wallet.without_value` where no money is known. */
    entriesCsv: (context: CallContext, { form, language, ...asked }: Asked & FileRequest): Promise<Download> =>
      audit.download(
        context,
        { action: 'wallet.liability_exported', subject: asked.wallet, format: 'csv' },
        async () => {
          const { revenue, from, to } = await read(context, asked);
          if (revenue === null) throw new ProblemError('wallet.without_value');
          const text = entriesFile(revenue.entries, fileSettings, { form, language });
          return { fileName: `${asked.wallet}-entries-${from}-${to}.csv`, parts: inParts(text) };
        },
      ),
    /** Throws `wallet.unknown`. */
    estimate: (context: CallContext, said: Estimated) =>
      audit.act(context, { action: 'wallet.estimate_set', subject: said.wallet }, async (note) => {
        note({ reason: `${said.issueYear} from ${said.fromMonth}: ${said.share ?? 'past'}` });
        await requireWallet(dependencies, said.wallet);
        await insertEstimate(database, estimateOf(context, said, dependencies.world.now()));
        return {};
      }),
    /** Everything is counted anew, by whoever counts. */
    count: (context: CallContext, { wallet }: OfWallet) =>
      audit.act(context, { action: 'wallet.liability_counted', subject: wallet }, async () => {
        await requireWallet(dependencies, wallet);
        await forgetCounts(database);
        return {};
      }),
  };
}

async function* inParts(text: string): AsyncGenerator<string> {
  yield text;
}

const million = 1_000_000;

function estimateOf({ caller }: CallContext, { wallet, issueYear, fromMonth, share }: Estimated, setAt: number) {
  return {
    id: randomUUID(),
    wallet,
    issueYear,
    fromMonth: monthOfLabel(fromMonth),
    redeemedOfMillion: share === null ? null : Math.round(share * million),
    setAt,
    setById: caller.id,
    setBy: nameOfCaller(caller),
  };
}

async function requireWallet({ world }: LiabilityDependencies, wallet: string): Promise<void> {
  if (documentOf(await world.program(), wallet) === null) throw new ProblemError('wallet.unknown');
}

const yearMonths = 12;
/** As many as a page shows without becoming a table of tables. */
const periodMonthsMax = 120;

function periodOf({ from, to }: Asked, running: number): LiabilityPeriod {
  const last = to === undefined ? running : Math.min(running, monthOfLabel(to));
  const first = from === undefined ? last - yearMonths + 1 : monthOfLabel(from);
  if (first > last || last - first >= periodMonthsMax)
    throw new ProblemError('request.invalid', {
      detail: {
        en: `A period has from one to ${periodMonthsMax} months, and begins no later than now.`,
        zh: `时间段须为 1 至 ${periodMonthsMax} 个月,且不晚于当前月份开始。`,
      },
    });
  return { from: first, to: last, running };
}

async function readLiability(
  { database, world, fileSettings: { currency, zone } }: LiabilityDependencies,
  { caller }: Pick<CallContext, 'caller'>,
  asked: Asked,
): Promise<Answer> {
  const program = await world.program();
  const document = documentOf(program, asked.wallet);
  if (document === null) throw new ProblemError('wallet.unknown');
  const period = periodOf(asked, monthAt(world.now(), zone));
  // One moment, or a shard that is counted meanwhile would stand in one figure and not in the other.
  const { counts, accounts, ...counted } = await database.transaction(
    { name: 'read liability', mode: 'snapshot' },
    (sql) => readCounted(sql, asked.wallet),
  );
  const { value } = document;
  const unitValue = value === null ? null : { minor: value.minor, perUnits: value.units };
  return {
    ...namedWallet(program, asked.wallet),
    kind: document.kind,
    value,
    currency,
    zone,
    from: labelOfMonth(period.from),
    to: labelOfMonth(period.to),
    asOfAt: counts.oldestAt,
    counting: { shards: counts.shards, counted: counts.counted },
    accounts,
    ...shownLiability(counted, { period, unitValue, showsCosts: businessSightOf(caller).costs }),
  };
}

async function readCounted(sql: Sql, wallet: string) {
  const [counts, flows, outstanding, { accounts, owed }, estimates] = await Promise.all([
    readCounts(sql),
    readFlows(sql, wallet),
    readOutstanding(sql, wallet),
    readOwed(sql, wallet),
    readEstimates(sql, wallet),
  ]);
  return { counts, flows, outstanding, accounts, owed, estimates };
}
