import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';

/** Documents of a program by path, as they are sent. */
export type Documents = RouteInput<Routes['program']['validate']>['body']['documents'];

/** Documents that were changed, by path; undefined ones are taken away. */
export type Changes = Readonly<Record<string, object | undefined>>;

/** The documents with the changes in place, as the JSON that is sent. */
export function withChanges(documents: Documents, changes: Changes): Documents {
  const written: Documents = JSON.parse(JSON.stringify(changes));
  const kept = Object.entries(documents).filter(([path]) => !(path in changes));
  return { ...Object.fromEntries(kept), ...written };
}

export function isSame(left: Documents, right: Documents): boolean {
  return canonical(left) === canonical(right);
}

/** JSON with sorted keys: two documents are the same whatever the order their keys were written in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
