import { useRouterState } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { noteLeftOut, useLeftOut } from './left-out-store.ts';

/** Says what of the address could not be read: the page shows itself without it. */
export function AddressNotice() {
  const { t } = useTranslation();
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const parts = useLeftOut(pathname);
  if (parts.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      className="address-notice"
      title={t('address.leftOut')}
      description={parts.map(({ name, value }) => t('address.part', { name, value })).join(t('value.separator'))}
      closable={{ closeIcon: true, onClose: () => noteLeftOut(undefined), 'aria-label': t('action.close') }}
    />
  );
}
