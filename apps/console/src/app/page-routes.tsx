import { createRoute, redirect } from '@tanstack/react-router';
import type { AnyRoute, ErrorComponentProps } from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ensure } from '../api/ensure.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Preloadable } from '../facet/lazy-component.ts';
import type { Area } from '../facet/navigation.ts';
import type { Page as FacetPage } from '../facet/page.ts';
import { Page } from '../ui/page.tsx';
import type { RawSearch } from '../urls/read-parts.ts';
import { AreaPage, AreaPending, AreaProblem } from './area-page.tsx';
import { mendAddress, withKnownLifecycle } from './address/mend-address.ts';
import { canSee, sectionHref, sectionOf, sectionsOf } from './frame.ts';
import type { Frame } from './frame.ts';
import { NotFoundPage } from './root-layout.tsx';
import { RouteProblemPanel } from './route-problem.tsx';

/** What every route is made with. */
export interface Making {
  readonly frame: Frame;
  readonly client: QueryClient;
  readonly parent: AnyRoute;
}

/**
 * The route of a page. Its loader does not depend on the search part of the address: it runs when the page is entered, or entered
 * for another subject. What a change of the search part asks for, the page asks for itself, and shows what it has until then.
 */
export function createPageRoute({ frame, client, parent }: Making, page: FacetPage): AnyRoute {
  const { places } = frame;
  return createRoute({
    getParentRoute: () => parent,
    path: page.path,
    validateSearch: page.readSearch,
    beforeLoad: async ({ location }) => {
      const { pathname } = location;
      const raw: RawSearch = location.search;
      const { readSearch, showsLifecycleInForce } = page;
      const reader =
        showsLifecycleInForce === true ? await withKnownLifecycle(client, { readSearch, raw }) : readSearch;
      mendAddress({ pathname, raw, readSearch: reader });
    },
    component: page.Component,
    pendingComponent: () => <PagePending page={page} />,
    errorComponent: ({ error }: ErrorComponentProps) => <PageProblem page={page} error={error} />,
    loader: async ({ location, params }) => {
      const raw: RawSearch = location.search;
      const session = await ensure(client, sessionQuery());
      const data = page.load({ client, places, session, params }, raw);
      await Promise.all([data, sendForCode(page.code(places, raw))]);
    },
  });
}

/** The route of a page that is shown without a session. */
export function createPublicRoute({ parent }: Pick<Making, 'parent'>, page: FacetPage): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: page.path,
    validateSearch: page.readSearch,
    component: page.Component,
  });
}

/** The address of an area leads to its first section that the reader may see. */
export function createAreaRootRoute({ frame, client, parent }: Making, area: Area): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: `/${area.id}`,
    beforeLoad: async () => {
      const { capabilities } = await ensure(client, sessionQuery());
      const [first] = sectionsOf(frame.places.sections, area.id, capabilities);
      if (first !== undefined) redirect({ href: sectionHref(first), replace: true, throw: true });
    },
    component: NotFoundPage,
  });
}

/** The route of all sections of an area. */
export function createAreaRoute({ frame, client, parent }: Making, area: Area): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: `/${area.id}/$section`,
    beforeLoad: ({ location, params }) => {
      const { section: id }: Readonly<Record<string, string>> = params;
      const section = sectionOf(frame.places.sections, area.id, id);
      const { pathname } = location;
      if (section !== undefined)
        mendAddress({ pathname, raw: location.search, readSearch: section.readSearch ?? readNothing });
    },
    component: () => <AreaPage area={area} />,
    pendingComponent: () => <AreaPending area={area} />,
    errorComponent: ({ error }: ErrorComponentProps) => <AreaProblem area={area} error={error} />,
    loader: async ({ location, params }) => {
      const session = await ensure(client, sessionQuery());
      const { section: id }: Readonly<Record<string, string>> = params;
      const section = sectionOf(frame.places.sections, area.id, id);
      if (section === undefined || !canSee(section, session.capabilities)) return;
      await Promise.all([section.load({ client, session, search: location.search }), sendForCode([section.Component])]);
    },
  });
}

function readNothing(): object {
  return {};
}

/** Never rejects: what could not be had is shown where it is missing. */
export async function sendForCode(parts: readonly Preloadable[]): Promise<void> {
  await Promise.all(
    parts.map(async (part) => {
      await part.preload?.();
    }),
  );
}

function PagePending({ page }: { readonly page: FacetPage }) {
  const { t } = useTranslation();
  const { title, Pending } = page;
  return (
    <Page title={title(t)}>
      <Pending />
    </Page>
  );
}

function PageProblem({ page, error }: { readonly page: FacetPage; readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <Page title={page.title(t)}>
      <RouteProblemPanel error={error} />
    </Page>
  );
}
