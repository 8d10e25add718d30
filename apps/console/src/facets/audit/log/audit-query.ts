import { routes } from '@perennial/contracts/staff';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { AuditSearch } from '../urls/search.ts';

/** The query of the route, with what it knows alone: an address may name an outcome that there is not. */
export function auditFilterOf({ cursor: _cursor, ...search }: AuditSearch) {
  const { shape } = routes.audit.export.query;
  const actorKind = shape.actorKind.safeParse(search.actorKind).data;
  const outcome = shape.outcome.safeParse(search.outcome).data;
  const { action, actor, subject, from, to } = search;
  const asked = { action, actorKind, actor, subject, outcome, from, to };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as {
    [Name in keyof typeof asked]?: NonNullable<(typeof asked)[Name]>;
  };
}

export function auditQuery(search: AuditSearch) {
  const { cursor } = search;
  const query = { limit: 50, ...auditFilterOf(search), ...(cursor === undefined ? {} : { cursor }) };
  return queryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => api.audit.list({ query }, { signal }),
  });
}

/** Who can have acted: those who have a name. */
export function peopleQuery() {
  return queryOptions({
    queryKey: ['audit-people'],
    queryFn: async ({ signal }) => {
      const [users, keys] = await Promise.all([
        api.users.list({ query: { limit: 200 } }, { signal }),
        api.keys.list({ query: { limit: 200 } }, { signal }),
      ]);
      return { users: users.items, keys: keys.items };
    },
  });
}
