import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

export function MergesPending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={4} label={t('identity.merges.table')} />;
}
