import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

export function OrdersPending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={10} label={t('lifecycle.member.ordersTable')} />;
}

export function StageTablePending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={6} label={t('lifecycle.member.stageTable')} />;
}
