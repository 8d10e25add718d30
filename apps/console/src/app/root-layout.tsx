import { Button } from 'antd';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../ui/page.tsx';
import { RouteProblemPanel } from './route-problem.tsx';

export function RootLayout() {
  return <Outlet />;
}

/** An address that no page has; the ways on stand in the frame around it. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('problem.notFound')} lead={t('problem.notFoundNext')}>
      {null}
    </Page>
  );
}

/** What stands in place of the console when it could not even be put together. */
export function FrameProblem({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  return (
    <div className="shell">
      <div className="nav-bar">
        <span className="brand">{t('brand')}</span>
      </div>
      <div className="top-bar" />
      <main className="content">
        <div className="page">
          <h1 className="visually-hidden">{t('problem.unexpected')}</h1>
          <RouteProblemPanel error={error} />
          <p>
            <Button onClick={() => globalThis.location.reload()}>{t('action.reload')}</Button>
          </p>
        </div>
      </main>
    </div>
  );
}
