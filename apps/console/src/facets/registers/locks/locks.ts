import { queryOptions } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { personName } from '../../../i18n/person-name.ts';

type Log = Result<'members', 'attributeLog'>;
export type LogItem = Log['items'][number];

/** An attribute that the program locks, with what became of every write to it. */
export type Lock = Log['locks'][number] & { readonly items: readonly LogItem[] };

export interface LockDialogProps {
  readonly lock: Lock;
  readonly profile: MemberProfile;
  readonly onClose: () => void;
}

/** The locks of a member, as they are now. */
export const locksQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'attributeLog'],
    queryFn: ({ signal }) => api.members.attributeLog({ params: { memberId } }, { signal }),
  });

export function locksOf(log: Log | undefined): ReadonlyMap<string, Lock> {
  const locks = log?.locks ?? [];
  return new Map(
    locks.map((lock) => [
      lock.attribute,
      { ...lock, items: (log?.items ?? []).filter(({ attribute }) => attribute === lock.attribute) },
    ]),
  );
}

/** Locked attributes that have no value now and had one, or were to have one: their log would be out of reach without a row. */
export function emptiedOf(locks: ReadonlyMap<string, Lock>, shown: readonly { readonly name: string }[]) {
  const names = new Set(shown.map(({ name }) => name));
  return [...locks.values()].filter(({ attribute, items }) => items.length > 0 && !names.has(attribute));
}

/** Who wrote: a person, a merge, or the source of a fact; other commands name nobody in this log. */
export function writerText(by: string, t: TFunction): string {
  if (by === '') return t('registers.lock.byCommand');
  return by === 'merge' ? t('registers.lock.byMerge') : personName(by, t);
}
