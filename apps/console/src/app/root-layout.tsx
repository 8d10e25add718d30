import { Button, Result } from 'antd';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from '../ui/problem-panel.tsx';
import { RouteLink } from '../ui/link.tsx';
import { paths } from '../urls/paths.ts';

export function RootLayout() {
  return <Outlet />;
}

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={t('problem.notFound')}
      subTitle={t('problem.notFoundNext')}
      extra={<RouteLink href={paths.home()}>{t('nav.overview')}</RouteLink>}
    />
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
