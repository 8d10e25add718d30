import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

export function VersionsPending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={8} label={t('program.versionsTable')} />;
}
