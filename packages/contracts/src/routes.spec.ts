import { describe, expect, it } from 'vitest';
import { capabilities } from './capabilities/capabilities.ts';
import { routes as memberRoutes } from './member/routes.ts';
import type { RouteGroup } from './route/route.ts';
import { routes } from './routes.ts';
import { routes as staffRoutes } from './staff/routes.ts';

/** These decide what an answer holds, whatever the route. */
const askedByFields: readonly string[] = ['reference.costs'];

describe('the route table', () => {
  const all = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
    Object.entries(members).map(([name, route]) => ({ id: `${group}.${name}`, route })),
  );

  it('has each method and path once, and every path parameter described', () => {
    const addresses = all.map(({ route }) => `${route.method} ${route.path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const { id, route } of all) {
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([id, Object.keys(route.params?.shape ?? {})]).toEqual([id, named]);
    }
  });

  it('audits every change but signing out, checking, comparing, planning, previewing, explaining, stopping what runs, and asking what to sign or where to go', () => {
    const quiet = all.filter(({ route }) => route.method !== 'GET' && route.audit === undefined).map(({ id }) => id);
    expect(quiet.toSorted()).toEqual([
      'program.cancelPreview',
      'program.cancelRehearsal',
      'program.compare',
      'program.plan',
      'program.startPreview',
      'program.validate',
      'segments.compare',
      'segments.explain',
      'segments.preview',
      'session.askConfirmation',
      'session.askPasskey',
      'session.signOut',
      'session.visitProvider',
      'session.visitProviderAgain',
      'tags.cancel',
      'wallets.previewEarning',
      'wallets.previewFirstEarning',
    ]);
  });

  it('holds the routes of every audience, no group of one hidden by another', () => {
    expect(Object.keys(routes)).toEqual([...Object.keys(staffRoutes), ...Object.keys(memberRoutes)]);
  });

  it('has commands among the changes only, each audited', () => {
    for (const { id, route } of all.filter((one) => one.route.command !== undefined))
      expect([id, route.method !== 'GET', route.audit !== undefined]).toEqual([id, true, true]);
  });

  it('pages every list', () => {
    for (const { id, route } of all) {
      const { shape } = (route.response ?? {}) as { shape?: Record<string, unknown> };
      if (shape?.['nextCursor'] === undefined) continue;
      expect([id, Object.keys(route.query?.shape ?? {})]).toEqual([id, expect.arrayContaining(['cursor', 'limit'])]);
    }
  });

  it('offers nothing that no route asks for: a key would carry a promise that nobody keeps', () => {
    const asked = new Set<string>(
      Object.values(routes).flatMap((group) => Object.values(group).map(({ access }) => access)),
    );
    expect(capabilities.filter((capability) => !asked.has(capability) && !askedByFields.includes(capability))).toEqual(
      [],
    );
  });
});
