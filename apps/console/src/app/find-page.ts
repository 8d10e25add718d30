import type { AnyRouter } from '@tanstack/react-router';
import type { Page } from '../facet/page.ts';
import type { Frame } from './frame.ts';

/** The page behind sign-in that stands at an address, with the names that its address holds. */
export function findPage(
  router: Pick<AnyRouter, 'getMatchedRoutes'>,
  { pages }: Frame,
  pathname: string,
): { readonly page: Page; readonly params: Readonly<Record<string, string>> } | undefined {
  const [, params, route] = router.getMatchedRoutes(pathname);
  const page = pages.find(({ Component }) => Component === route?.options.component);
  return page === undefined || page.isPublic === true ? undefined : { page, params };
}
