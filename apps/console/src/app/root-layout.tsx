import { Button } from 'antd';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';
import { ProblemPanel } from '../ui/problem-panel.tsx';
import { RouteLink } from '../ui/link.tsx';
import { paths } from '../urls/paths.ts';

export function RootLayout() {
  return <Outlet />;
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <main className="content">
      <Page title={t('problem.notFound')} lead={t('problem.notFoundNext')}>
        <p className="page-controls">
          <RouteLink href={paths.overview()}>{t('nav.overview')}</RouteLink>
          <RouteLink href={paths.members()}>{t('nav.members')}</RouteLink>
        </p>
      </Page>
    </main>
  );
}

/** What stands in place of a page that threw. The rest of the console keeps working. */
export function RouteProblem({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <ProblemPanel error={error} />
      <Button onClick={() => globalThis.location.reload()}>{t('action.reload')}</Button>
    </div>
  );
}
