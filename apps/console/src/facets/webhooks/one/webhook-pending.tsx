import { useTranslation } from 'react-i18next';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';

export function WebhookPending() {
  const { t } = useTranslation();
  return (
    <>
      <SkeletonBlock height={190} label={t('webhooks.one')} />
      <SkeletonBlock height={480} />
    </>
  );
}
