import { listMembers } from '@perennial/clickhouse';
import type { ListedMember, MemberPage } from '@perennial/clickhouse';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Download } from '../kernel/download.ts';
import { toCsvRow } from '../reading/csv.ts';
import { resolveKnown } from '../reading/moment.ts';
import { maskTags } from '../registers/registers.ts';
import { toSortedFilter } from './member-filter.ts';
import type { FilterDependencies, MemberFilterRequest, SortedFilter } from './member-filter.ts';
import { figuresOfPage } from './page-figures.ts';
import type { PageFigures } from './page-figures.ts';
import { refuseSlow } from './refuse-slow.ts';

export interface DownloadMembersDependencies extends FilterDependencies {
  readonly audit: Audit;
}

export type DownloadMembers = (context: CallContext, request: MemberFilterRequest) => Promise<Download>;

/** So few pages that going through everybody's orders for each is bearable, so small that one is soon sent. */
const downloadPageSize = 5_000;

/** The filtered members as CSV, without personal data. */
export function createDownloadMembers(dependencies: DownloadMembersDependencies): DownloadMembers {
  const { world, audit } = dependencies;
  return (context, request) =>
    audit.download(context, { action: 'members.downloaded', format: 'csv' }, async () => {
      const { asOf } = await resolveKnown(world, request);
      const filter = await toSortedFilter(dependencies, { request, asOf, caller: context.caller });
      return { fileName: 'members.csv', parts: csvOf(dependencies, filter, context.signal) };
    });
}

const csvHeader = [
  'member_id',
  'stage',
  'stage_since',
  'next_stage',
  'next_change_at',
  'joined_at',
  'first_order_at',
  'last_order_at',
  'orders',
  'spend_minor',
  'store_id',
  'channel',
  'tags',
];

/** Page by page, so that a million members never stand in memory; it stops when nobody waits for it any more. */
async function* csvOf(
  { world, figuresOf }: FilterDependencies,
  filter: SortedFilter,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield toCsvRow(csvHeader);
  const lens = await world.lens();
  let cursor: string | null = null;
  do {
    const options = { ...filter, limit: downloadPageSize, ...(cursor === null ? {} : { cursor }) };
    const page: MemberPage = await refuseSlow(options, () => listMembers(lens, options));
    const figures = await figuresOfPage(page.items, filter.past, figuresOf);
    yield page.items.map((member) => toCsvMember(member, figures)).join('');
    cursor = page.nextCursor;
  } while (cursor !== null && !signal.aborted);
}

function toCsvMember(member: ListedMember, figuresOf: PageFigures): string {
  const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString());
  const figures = figuresOf(member);
  return toCsvRow([
    member.id,
    member.stage,
    instant(member.stageSinceAt),
    member.nextStage,
    instant(member.nextChangeAt),
    instant(member.joinedAt),
    instant(figures.firstOrderAt),
    instant(figures.lastOrderAt),
    String(figures.orders),
    String(figures.spendMinor),
    member.storeId,
    member.channel,
    maskTags(figures.tags).join(' '),
  ]);
}
