import { urlOf } from '@perennial/contracts';
import type { Route } from '@perennial/contracts';
import { marks } from './personal-marks.ts';
import type { Planted } from './doors.ts';

type Parts = Parameters<typeof urlOf>[1];
type Values = Readonly<Record<string, readonly string[]>>;

/** What paths name, by parameter. A route with another one needs a value here before its answer can be looked at. */
export function valuesOf(planted: Planted): Values {
  const {
    memberId,
    erasedId,
    importIds,
    quarantineIds,
    draftId,
    jobId,
    rehearsalId,
    changeId,
    userId,
    webhookId,
    deliveryId,
    segmentId,
  } = planted;
  return {
    memberId: [memberId, erasedId],
    importId: importIds,
    quarantineId: quarantineIds,
    draftId: [draftId],
    jobId: [jobId],
    rehearsalId: [rehearsalId],
    changeId: [changeId],
    userId: [userId],
    segmentId: [segmentId],
    webhookId: [webhookId],
    deliveryId: [deliveryId],
    wallet: ['points'],
    tierSet: ['club'],
    version: ['1'],
    kind: ['settings', 'lifecycles'],
  };
}

/** What a route is asked beside nothing, and what it does not answer without. */
const queriesOf: Readonly<Record<string, readonly NonNullable<Parts['query']>[]>> = {
  'members.search': [{ q: marks.phone }, { q: marks.email }, { q: marks.phone.slice(-4) }],
  'members.list': [{ limit: 200 }, { asOf: '2026-01-01' }],
  'facts.tail': [{ limit: 200 }],
  'audit.list': [{ limit: 200 }],
  'members.timeline': [{ limit: 200 }],
  'quarantine.list': [{ limit: 200 }, { status: 'replayed' }, { status: 'dismissed' }],
  'overview.series': [{ from: '2026-01-01', to: '2026-01-31' }],
  'overview.flows': [{ from: '2026-01-01', to: '2026-01-31' }],
  'overview.movements': [{ from: '2026-01-01', to: '2026-01-31' }],
  'overview.sales': [{ from: '2026-01-01', to: '2026-01-31' }],
  'program.identityHoldings': [{ type: 'phone' }],
  'program.rehearsalMembers': [{ list: 'winners-money' }],
  'rates.versions': [{ currency: 'USD', fromOn: '2026-01-01' }],
  'reference.productVersions': [{ productId: 'p1' }],
  'reference.storeVersions': [{ storeId: 's1' }],
  'reference.staffVersions': [{ staffId: 'e1' }],
};

/** Every address of a route: each value of its path with each of its queries. */
export function addressesOf(id: string, route: Route, values: Values): readonly string[] {
  return pathsOf(route, values).flatMap((params) =>
    (queriesOf[id] ?? [{}]).map((query) => urlOf(route, { params, query })),
  );
}

/** What a path names. */
export function pathNames(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function pathsOf(route: Route, values: Values): readonly Readonly<Record<string, string>>[] {
  return pathNames(route.path).reduce<readonly Readonly<Record<string, string>>[]>(
    (sofar, name) => {
      const known = values[name];
      if (known === undefined) throw new Error(`calls.ts knows no value of {${name}} in ${route.path}.`);
      return sofar.flatMap((params) => known.map((value) => ({ ...params, [name]: value })));
    },
    [{}],
  );
}
