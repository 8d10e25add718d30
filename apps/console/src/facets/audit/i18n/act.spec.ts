import { routes } from '@perennial/contracts';
import type { RouteGroup } from '@perennial/contracts';
import { expect, it } from 'vitest';
import { en } from './en.ts';

it('has a name for every act that a route writes into the audit log, and for no other', () => {
  const codes = Object.values<RouteGroup>(routes).flatMap((group) =>
    Object.values(group).flatMap((route) => (route.audit === undefined ? [] : [route.audit.replaceAll('.', '_')])),
  );
  expect(Object.keys(en.act).toSorted()).toEqual([...new Set(codes)].toSorted());
});
