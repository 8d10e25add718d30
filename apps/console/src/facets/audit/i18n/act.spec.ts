import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { commandLineActs } from '@perennial/contracts/staff';
import { expect, it } from 'vitest';
import { en } from './en.ts';

it('has a name for every act that a route or the command line writes into the audit log, and for no other', () => {
  const named = Object.values<RouteGroup>(routes).flatMap((group) =>
    Object.values(group).flatMap((route) => (route.audit === undefined ? [] : [route.audit])),
  );
  const codes = [...named, ...commandLineActs].map((action) => action.replaceAll('.', '_'));
  expect(Object.keys(en.act).toSorted()).toEqual([...new Set(codes)].toSorted());
});
