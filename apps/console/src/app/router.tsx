import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { ApiError } from '@perennial/contracts';
import type { AnyRouter } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { ensure } from '../api/ensure.ts';
import { installationQuery, sessionQuery } from '../api/queries.ts';
import type { Session } from '../facet/ask.ts';
import { programQuery } from '../stages/program-query.ts';
import { homePath } from '../urls/home.ts';
import type { RawSearch } from '../urls/read-parts.ts';
import { readSearch, writeSearch } from '../urls/search-text.ts';
import { findPage } from './find-page.ts';
import { sectionHref, visibleNav } from './frame.ts';
import type { Frame } from './frame.ts';
import {
  createAreaRootRoute,
  createAreaRoute,
  createPageRoute,
  createPublicRoute,
  sendForCode,
} from './page-routes.tsx';
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
  const router = createRouter({
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
  router.subscribe('onBeforeLoad', ({ pathChanged, toLocation }) => {
    if (!pathChanged) sendWithinPage(router, frame, { client, pathname: toLocation.pathname, raw: toLocation.search });
  });
  return router;
}

function createRouteTree(frame: Frame, client: QueryClient) {
  const rootRoute = createRootRoute({
    component: RootLayout,
    notFoundComponent: NotFoundPage,
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
        // Without it names of stages are missing, which is no reason to show nothing.
        Promise.allSettled(capabilities.includes('program.read') ? [ensure(client, programQuery())] : []),
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
  /** Whatever else: the frame stays, so that there is a way on. */
  const unknownRoute = createRoute({ getParentRoute: () => signedInRoute, path: '$', component: NotFoundPage });
  const inside = { frame, client, parent: signedInRoute };
  const isPublic = (page: Frame['pages'][number]) => page.isPublic === true;
  return rootRoute.addChildren([
    ...frame.pages.filter(isPublic).map((page) => createPublicRoute({ parent: rootRoute }, page)),
    signedInRoute.addChildren([
      homeRoute,
      ...frame.pages.filter((page) => !isPublic(page)).map((page) => createPageRoute(inside, page)),
      ...frame.areas.flatMap((area) => [createAreaRootRoute(inside, area), createAreaRoute(inside, area)]),
      unknownRoute,
    ]),
  ]);
}

/** Who is signed in; who is not, or lacks a factor that her role asks for, is led to the entrance, and from there back to where she was going. */
async function enter(frame: Frame, client: QueryClient, href: string): Promise<Session> {
  askAhead(client);
  const next = href === homePath ? {} : { next: href };
  try {
    const session = await ensure(client, sessionQuery());
    if (session.mustAddFactor) redirect({ href: frame.entrance.href({ ...next, factor: true }), throw: true });
    return session;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    redirect({ href: frame.entrance.href(next), throw: true });
    throw error;
  }
}

interface Address {
  readonly client: QueryClient;
  readonly pathname: string;
  readonly raw: RawSearch;
}

/**
 * Within a page no loader runs, because the page stays: what its new address asks for is sent for all the same, beside each other.
 * The page waits for it, and shows what failed.
 */
function sendWithinPage(router: Matching, frame: Frame, { client, pathname, raw }: Address): void {
  const found = findPage(router, frame, pathname);
  if (found === undefined) return;
  const { page, params } = found;
  void sendForCode(page.code(frame.places, raw));
  const data = ensure(client, sessionQuery()).then((session) =>
    page.load({ client, places: frame.places, session, params }, raw),
  );
  void Promise.allSettled([data]);
}

/** Sends for the code of the page in the address, which otherwise waits until it is known who asks. */
export function sendForPage(router: Matching & Pick<AnyRouter, 'latestLocation'>, frame: Frame): void {
  const raw: RawSearch = router.latestLocation.search;
  const address: string = router.latestLocation.pathname;
  // Home has no page of its own: it leads most readers to the first page, and to the others this is some code in vain.
  const pathname = address === homePath ? (frame.nav[0]?.href ?? homePath) : address;
  const page = findPage(router, frame, pathname)?.page;
  const section = frame.places.sections.find((one) => sectionHref(one) === pathname);
  void sendForCode([
    ...(page === undefined ? [] : [page.Component, ...page.code(frame.places, raw)]),
    ...(section === undefined ? [] : [section.Component]),
  ]);
}

type Matching = Pick<AnyRouter, 'getMatchedRoutes'>;

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
