import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { unroutedActs } from '@perennial/contracts/staff';
import { expect, it } from 'vitest';
import { en } from './en.ts';

it('has a name for every act that is written into the audit log, and for no other', () => {
  const ofRoutes = Object.values<RouteGroup>(routes).flatMap((group) =>
    Object.values(group).flatMap((route) => (route.audit === undefined ? [] : [route.audit])),
  );
  const codes = [...ofRoutes, ...unroutedActs].map((act) => act.replaceAll('.', '_'));
  expect(Object.keys(en.act).toSorted()).toEqual([...new Set(codes)].toSorted());
});
