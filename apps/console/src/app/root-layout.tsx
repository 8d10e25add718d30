import { Button } from 'antd';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { NavEntry } from '../facet/navigation.ts';
import { RouteLink } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { ProblemPanel } from '../ui/problem-panel.tsx';

export function RootLayout() {
  return <Outlet />;
}

/** An address that no page has, with the ways to the first of those that there are. */
export function NotFoundPage({ nav }: { readonly nav: readonly NavEntry[] }) {
  const { t } = useTranslation();
  return (
    <main className="content">
      <Page title={t('problem.notFound')} lead={t('problem.notFoundNext')}>
        <p className="page-controls">
          {nav.slice(0, 2).map(({ href, label }) => (
            <RouteLink key={href} href={href}>
              {label(t)}
            </RouteLink>
          ))}
        </p>
      </Page>
    </main>
  );
}

/** What stands in place of the console when it could not even be put together. */
export function FrameProblem({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <ProblemPanel error={error} />
      <Button onClick={() => globalThis.location.reload()}>{t('action.reload')}</Button>
    </div>
  );
}
