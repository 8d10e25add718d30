import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ApiError } from '@perennial/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { installationQuery, programQuery, sessionQuery } from '../api/queries.ts';
import { loadChartCanvas } from '../ui/chart/load-chart-canvas.ts';
import { askOverviewAhead } from '../facets/lifecycle/overview/overview-questions.ts';
import { createOverviewView } from '../facets/overview/page/overview-view.ts';
import { paths } from '../urls/paths.ts';
import {
  readDataSearch,
  readLifecycleSearch,
  readMemberSearch,
  readMembersSearch,
  readOverviewSearch,
  readSignInSearch,
} from '../urls/search.ts';
import { readSearch, writeSearch } from '../urls/search-text.ts';
import { NotFoundPage, RootLayout, RouteProblem } from './root-layout.tsx';
import { Shell, ShellSkeleton } from './shell.tsx';

interface Context {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: RootLayout,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteProblem,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('../facets/session/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** The loader asks again for what failed, and shows it. */
function leaveToLoader(): void {}

/** Asks who is signed in, and for what every page needs, beside each other. Answers that are there are not asked for again. */
export function askAhead(queryClient: QueryClient): void {
  queryClient.query({ ...sessionQuery(), staleTime: 'static' }).catch(leaveToLoader);
  queryClient.query({ ...installationQuery(), staleTime: 'static' }).catch(leaveToLoader);
  queryClient.query({ ...programQuery(), staleTime: 'static' }).catch(leaveToLoader);
}

/** Everything behind sign-in. Session, zone, currency and lifecycles are there before a page renders. */
const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: Shell,
  pendingComponent: ShellSkeleton,
  errorComponent: RouteProblem,
  beforeLoad: async ({ context, location }) => {
    askAhead(context.queryClient);
    try {
      return { session: await context.queryClient.query({ ...sessionQuery(), staleTime: 'static' }) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const next = location.href === '/' ? {} : { next: location.href };
      redirect({ href: paths.signIn(next), throw: true });
      throw error;
    }
  },
  loader: async ({ context }) => {
    const isReader = context.session.capabilities.includes('program.read');
    await Promise.all([
      context.queryClient.query({ ...installationQuery(), staleTime: 'static' }),
      isReader ? context.queryClient.query({ ...programQuery(), staleTime: 'static' }) : undefined,
    ]);
  },
});

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    const canSeeAll = context.session.capabilities.includes('overview.read');
    redirect({ href: canSeeAll ? paths.overview() : paths.members(), replace: true, throw: true });
  },
});

const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/overview',
  validateSearch: readOverviewSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const { zone } = await context.queryClient.query({ ...installationQuery(), staleTime: 'static' });
    askOverviewAhead(context.queryClient, createOverviewView({ ...deps, zone, nowMs: Date.now() }));
  },
  component: lazyRouteComponent(() => {
    // The page shows charts as soon as it has figures: their library comes beside it, not after.
    loadChartCanvas().catch(leaveToLoader);
    return import('../facets/overview/page/overview-page.tsx');
  }, 'OverviewPage'),
});

const membersRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/members',
  validateSearch: readMembersSearch,
  component: lazyRouteComponent(() => import('../facets/members/list/members-page.tsx'), 'MembersPage'),
});

const memberRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/members/$memberId',
  validateSearch: readMemberSearch,
  component: lazyRouteComponent(() => import('../facets/members/one/member-page.tsx'), 'MemberPage'),
});

const lifecycleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/lifecycle',
  validateSearch: readLifecycleSearch,
  component: lazyRouteComponent(() => import('../facets/program/page/program-page.tsx'), 'LifecyclePage'),
});

const dataRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/data/$section',
  validateSearch: readDataSearch,
  component: lazyRouteComponent(() => import('./area-page.tsx'), 'DataPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/settings/$section',
  validateSearch: readDataSearch,
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute.addChildren([
    homeRoute,
    overviewRoute,
    membersRoute,
    memberRoute,
    lifecycleRoute,
    dataRoute,
    settingsRoute,
  ]),
]);

export function createConsoleRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPreload: false,
    scrollRestoration: true,
    defaultPendingMs: 200,
  });
}

/** Sends for the code of the page in the address, which otherwise waits until it is known who asks. */
export function loadPageAhead(router: ReturnType<typeof createConsoleRouter>): void {
  // Home has no page of its own: it leads most readers to the overview, and to those few this is one chunk in vain.
  const { pathname } = router.latestLocation;
  const [, , route] = router.getMatchedRoutes(pathname === paths.home() ? paths.overview() : pathname);
  // Never rejects: what fails is shown when the page is.
  void route?.options.component?.preload?.();
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
