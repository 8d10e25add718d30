import { listMembers } from '@perennial/clickhouse';
import type { ListedMember, MemberPage } from '@perennial/clickhouse';
import { can } from '@perennial/contracts';
import type { MemberFileColumn } from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Download } from '../kernel/download.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { LabelsOf } from '../personal-data/label.ts';
import type { PersonalReader, PlainIdentity } from '../personal-data/personal-reader.ts';
import { createFileWords } from '../reading/file-words.ts';
import type { FileRequest, FileSettings } from '../reading/file-words.ts';
import { resolveKnown } from '../reading/moment.ts';
import { lifecycleIn } from '../reading/world.ts';
import type { StoreNames } from '../reference/store-names.ts';
import { createMemberFile } from './member-file.ts';
import type { FileMember } from './member-file.ts';
import { toSortedFilter } from './member-filter.ts';
import type { FilterDependencies, MemberFilterRequest, SortedFilter } from './member-filter.ts';
import { figuresOfPage, keyOf } from './page-figures.ts';
import { createRawMemberFile } from './raw-member-file.ts';
import { refuseSlow } from './refuse-slow.ts';

export interface DownloadMembersDependencies extends FilterDependencies {
  readonly audit: Audit;
  readonly labelsOf: LabelsOf;
  readonly identitiesOf: PersonalReader['identitiesOf'];
  readonly storeNames: StoreNames;
  readonly fileSettings: FileSettings;
}

export interface MemberFileRequest extends MemberFilterRequest, FileRequest {
  readonly columns?: readonly MemberFileColumn[] | undefined;
}

export interface DownloadMembers {
  /** The filtered members as CSV, personal values masked. */
  masked(context: CallContext, request: MemberFileRequest): Promise<Download>;
  /** The same with identities in clear, written down with its reason. Throws `auth.forbidden` for who may not download. */
  revealed(context: CallContext, request: MemberFileRequest & { readonly reason: string }): Promise<Download>;
}

/** So few pages that going through everybody's orders for each is bearable, so small that one is soon sent. */
const downloadPageSize = 5_000;

export function createDownloadMembers(dependencies: DownloadMembersDependencies): DownloadMembers {
  const { audit } = dependencies;
  return {
    masked: (context, request) =>
      audit.download(context, { action: 'members.downloaded', format: 'csv' }, () =>
        toDownload(dependencies, context, { ...request, isRevealed: false }),
      ),
    revealed: (context, { reason, ...request }) =>
      audit.download(context, { action: 'members.download_revealed', format: 'csv' }, async (note) => {
        note({ reason });
        const verdict = can(context.caller, 'members.download');
        if (!verdict.isAllowed)
          throw new ProblemError('auth.forbidden', {
            detail: verdict.reason,
            context: { capability: 'members.download' },
          });
        return toDownload(dependencies, context, { ...request, isRevealed: true });
      }),
  };
}

interface Asked extends MemberFileRequest {
  readonly isRevealed: boolean;
}

async function toDownload(
  dependencies: DownloadMembersDependencies,
  { caller, signal }: CallContext,
  request: Asked,
): Promise<Download> {
  const { world } = dependencies;
  const { asOf } = await resolveKnown(world, request);
  const filter = await toSortedFilter(dependencies, { request, asOf, caller });
  const parts = csvOf(dependencies, { filter, request, isHistory: !asOf.isNow, signal });
  return { fileName: 'members.csv', parts };
}

interface Written {
  readonly filter: SortedFilter;
  readonly request: Asked;
  readonly isHistory: boolean;
  readonly signal: AbortSignal;
}

/** Page by page, so that a million members never stand in memory; it stops when nobody waits for it any more. */
async function* csvOf(
  dependencies: DownloadMembersDependencies,
  { filter, request, isHistory, signal }: Written,
): AsyncGenerator<string> {
  const { world, figuresOf, fileSettings } = dependencies;
  const { columns, form, isRevealed, language } = request;
  const lifecycle = await lifecycleIn(world, filter.lifecycle);
  const words = createFileWords(fileSettings, language);
  const file =
    form === 'raw'
      ? { columns: [], ...createRawMemberFile({ isRevealed }) }
      : createMemberFile({ words, lifecycle, columns, isHistory, isRevealed });
  const need = { label: file.columns.includes('label'), store: file.columns.includes('store'), identities: isRevealed };
  yield file.header;
  const lens = await world.lens();
  let cursor: string | null = null;
  do {
    const options = { ...filter, limit: downloadPageSize, ...(cursor === null ? {} : { cursor }) };
    const page: MemberPage = await refuseSlow(options, () => listMembers(lens, options));
    const figures = await figuresOfPage(page.items, filter.past, figuresOf);
    for (const part of inParts(page.items)) {
      const known = await readKnown(dependencies, part, need);
      yield part.map((member) => file.row({ member, figures: figures(member), ...known(member) })).join('');
    }
    cursor = page.nextCursor;
  } while (cursor !== null && !signal.aborted);
}

interface Need {
  readonly label: boolean;
  readonly store: boolean;
  readonly identities: boolean;
}

/** What the lens does not know of members, only where the file shows it. */
async function readKnown(
  { labelsOf, identitiesOf, storeNames }: DownloadMembersDependencies,
  members: readonly ListedMember[],
  need: Need,
): Promise<(member: ListedMember) => Pick<FileMember, 'label' | 'storeName' | 'identities'>> {
  const [labels, identities, stores] = await Promise.all([
    need.label ? labelsOf(members.map(({ id }) => id)) : undefined,
    need.identities ? identitiesOf(members.map(keyOf)) : new Map<string, readonly PlainIdentity[]>(),
    need.store ? storeNames(members.map(({ storeId }) => storeId)) : undefined,
  ]);
  return ({ id, storeId }) => ({
    label: labels?.get(id)?.label ?? '',
    storeName: stores?.(storeId) ?? storeId,
    identities: identities.get(id) ?? [],
  });
}

/** As many as labels and identities are read of at once. */
const partSize = 1_000;

function inParts<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / partSize);
  return Array.from({ length: count }, (_, at) => items.slice(at * partSize, (at + 1) * partSize));
}
