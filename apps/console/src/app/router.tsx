import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ApiError } from '@perennial/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { ensure } from '../api/ensure.ts';
import { installationQuery, sessionQuery } from '../api/queries.ts';
import type { Session } from '../facet/ask.ts';
import { programQuery } from '../stages/program-query.ts';
import { homePath } from '../urls/home.ts';
import type { RawSearch } from '../urls/read-parts.ts';
import { readSearch, writeSearch } from '../urls/search-text.ts';
import { sectionHref, visibleNav } from './frame.ts';
import type { Frame } from './frame.ts';
import { createAreaRoute, createPageRoute, createPublicRoute, sendForCode } from './page-routes.tsx';
import { FrameProblem, NotFoundPage, RootLayout } from './root-layout.tsx';
import { Shell, ShellSkeleton } from './shell.tsx';

/** The loader asks again for what failed, and shows it. */
function leaveToLoader(): void {}

/** Asks who is signed in, and for what every page needs, beside each other. Answers that are there are not asked for again. */
export function askAhead(client: QueryClient): void {
  ensure(client, sessionQuery()).catch(leaveToLoader);
  ensure(client, installationQuery()).catch(leaveToLoader);
  ensure(client, programQuery()).catch(leaveToLoader);
}

export function createConsoleRouter(frame: Frame, client: QueryClient) {
  return createRouter({
    routeTree: createRouteTree(frame, client),
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: false,
    scrollRestoration: true,
    // A page that comes soon takes the place of the one before at once; a skeleton says that one is on its way.
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
    // The server cache says what is stale: a page that is entered again is loaded anew, from there where it can be.
    defaultGcTime: 0,
  });
}

function createRouteTree(frame: Frame, client: QueryClient) {
  const rootRoute = createRootRoute({
    component: RootLayout,
    notFoundComponent: () => <NotFoundPage nav={frame.nav} />,
    errorComponent: FrameProblem,
  });
  /** Everything behind sign-in. Session, zone, currency and lifecycles are there before a page renders. */
  const signedInRoute = createRoute({
    getParentRoute: () => rootRoute,
    id: 'signed-in',
    component: () => <Shell frame={frame} />,
    pendingComponent: ShellSkeleton,
    errorComponent: FrameProblem,
    beforeLoad: async ({ location }) => {
      await enter(frame, client, location.href);
    },
    loader: async () => {
      const { capabilities } = await ensure(client, sessionQuery());
      await Promise.all([
        ensure(client, installationQuery()),
        capabilities.includes('program.read') ? ensure(client, programQuery()) : undefined,
      ]);
    },
  });
  const homeRoute = createRoute({
    getParentRoute: () => signedInRoute,
    path: homePath,
    beforeLoad: async () => {
      const { capabilities } = await ensure(client, sessionQuery());
      const [first] = visibleNav(frame.nav, capabilities);
      if (first !== undefined) redirect({ href: first.href, replace: true, throw: true });
    },
  });
  const inside = { frame, client, parent: signedInRoute };
  const isPublic = (page: Frame['pages'][number]) => page.isPublic === true;
  return rootRoute.addChildren([
    ...frame.pages.filter(isPublic).map((page) => createPublicRoute({ parent: rootRoute }, page)),
    signedInRoute.addChildren([
      homeRoute,
      ...frame.pages.filter((page) => !isPublic(page)).map((page) => createPageRoute(inside, page)),
      ...frame.areas.map((area) => createAreaRoute(inside, area)),
    ]),
  ]);
}

/** Who is signed in; who is not is led to the entrance, and from there back to where she was going. */
async function enter(frame: Frame, client: QueryClient, href: string): Promise<Session> {
  askAhead(client);
  try {
    return await ensure(client, sessionQuery());
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    redirect({ href: frame.entrance.href(href === homePath ? {} : { next: href }), throw: true });
    throw error;
  }
}

/** Sends for the code of the page in the address, which otherwise waits until it is known who asks. */
export function sendForPage(router: ReturnType<typeof createConsoleRouter>, { nav, pages, places }: Frame): void {
  // Home has no page of its own: it leads most readers to the first page, and to the others this is some code in vain.
  const pathname = router.latestLocation.pathname === homePath ? nav[0]?.href : router.latestLocation.pathname;
  if (pathname === undefined) return;
  const [, , route] = router.getMatchedRoutes(pathname);
  const raw: RawSearch = router.latestLocation.search;
  const page = pages.find(({ Component }) => Component === route?.options.component);
  const section = places.sections.find((one) => sectionHref(one) === pathname);
  const code = page === undefined ? [] : [page.Component, ...page.code(places, raw)];
  void sendForCode(section === undefined ? code : [...code, section.Component]);
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
