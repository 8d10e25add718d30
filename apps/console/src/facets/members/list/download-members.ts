import { urlOf } from '@perennial/contracts';
import type { ProblemLanguage, RouteInput } from '@perennial/contracts';
import { routes } from '@perennial/contracts/staff';
import type { Routes } from '@perennial/contracts/staff';
import { api } from '../../../api/client.ts';
import { downloadFile } from '../../../ui/export/download.ts';
import type { ColumnKey } from './member-columns.tsx';
import type { MembersListQuery } from './members-query.ts';

/** What is on the screen: the filtered members, the columns that are shown, the reader's language. */
export interface ListFile {
  readonly query: MembersListQuery;
  readonly columns: readonly ColumnKey[];
  readonly language: ProblemLanguage;
}

type FileQuery = NonNullable<RouteInput<Routes['members']['download']>['query']>;

/** Starts the download of the filtered members: the browser streams the file to disk, whatever its size. */
export function downloadMembers(file: ListFile): void {
  globalThis.location.assign(urlOf(routes.members.download, { query: fileQueryOf(file) }));
}

/** The same with identities in clear; the reason is written down. */
export async function downloadRevealed(file: ListFile, reason: string): Promise<void> {
  const answer = await api.members.revealDownload({ query: fileQueryOf(file), body: { reason } });
  downloadFile('members.csv', await answer.blob());
}

function fileQueryOf({ query, columns, language }: ListFile): FileQuery {
  return { ...query, columns: [...columns], language };
}
