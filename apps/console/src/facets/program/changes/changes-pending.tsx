import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

const rows = 4;

export function ChangesPending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={rows} label={t('program.changes.title')} />;
}
