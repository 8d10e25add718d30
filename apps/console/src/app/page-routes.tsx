import { createRoute } from '@tanstack/react-router';
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
import { sectionOf } from './frame.ts';
import type { Frame } from './frame.ts';
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

/** The route of all sections of an area. */
export function createAreaRoute({ frame, client, parent }: Making, area: Area): AnyRoute {
  return createRoute({
    getParentRoute: () => parent,
    path: `/${area.id}/$section`,
    component: () => <AreaPage area={area} />,
    pendingComponent: () => <AreaPending area={area} />,
    errorComponent: ({ error }: ErrorComponentProps) => <AreaProblem area={area} error={error} />,
    loader: async ({ location, params }) => {
      const session = await ensure(client, sessionQuery());
      const section = sectionOf(frame.places.sections, area.id, { wanted: params.section, ...session });
      if (section === undefined) return;
      await Promise.all([section.load({ client, session, search: location.search }), sendForCode([section.Component])]);
    },
  });
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
