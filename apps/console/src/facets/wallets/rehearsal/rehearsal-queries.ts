import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { isRunning, pollMs } from '../../../editing/job.ts';

export type Rehearsal = Result<'program', 'rehearsal'>;
export type RehearsalResult = NonNullable<Rehearsal['result']>;
export type RehearsedLine = RehearsalResult['lines'][number];
export type RehearsedMember = Result<'program', 'rehearsalMembers'>['items'][number];
export type RehearsedEntry = Result<'program', 'rehearsalMember'>['items'][number];

export const rehearsalQuery = (rehearsalId: string) =>
  queryOptions({
    queryKey: ['program', 'rehearsal', rehearsalId],
    queryFn: ({ signal }) => api.program.rehearsal({ params: { rehearsalId } }, { signal }),
    refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
    staleTime: Infinity,
    retry: false,
  });

interface ListAsked {
  readonly rehearsalId: string;
  readonly list: string;
  readonly cursor: string | undefined;
}

const rowsAPage = 20;

export const rehearsedMembersQuery = ({ rehearsalId, list, cursor }: ListAsked) =>
  queryOptions({
    queryKey: ['program', 'rehearsal', rehearsalId, 'members', list, cursor],
    queryFn: ({ signal }) =>
      api.program.rehearsalMembers(
        { params: { rehearsalId }, query: { list, limit: rowsAPage, ...(cursor === undefined ? {} : { cursor }) } },
        { signal },
      ),
    staleTime: Infinity,
  });

const exportedAPage = 200;

/** Every member of a list that is kept, for a file. */
export async function allRehearsedMembers(rehearsalId: string, list: string): Promise<readonly RehearsedMember[]> {
  const all: RehearsedMember[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const query = { list, limit: exportedAPage, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor }: Result<'program', 'rehearsalMembers'> = await api.program.rehearsalMembers({
      params: { rehearsalId },
      query,
    });
    all.push(...items);
    cursor = nextCursor;
  }
  return all;
}

interface MemberAsked {
  readonly rehearsalId: string;
  readonly memberId: string;
  readonly cursor: string | undefined;
}

export const rehearsedMemberQuery = ({ rehearsalId, memberId, cursor }: MemberAsked) =>
  queryOptions({
    queryKey: ['program', 'rehearsal', rehearsalId, 'member', memberId, cursor],
    queryFn: ({ signal }) =>
      api.program.rehearsalMember(
        { params: { rehearsalId, memberId }, query: cursor === undefined ? {} : { cursor } },
        { signal },
      ),
    staleTime: Infinity,
  });
