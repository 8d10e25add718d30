import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useVerdict } from '../../../reader/session.ts';

/** A form for who may manage webhooks; whoever else was sent its address learns why he does not see it. */
export function ManagersOnly({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const local = useLocal();
  const verdict = useVerdict('webhooks.manage');
  if (verdict.isAllowed) return children;
  return <Alert type="info" showIcon title={t('problem.forbidden')} description={local(verdict.reason)} />;
}
