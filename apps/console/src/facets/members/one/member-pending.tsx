import { useTranslation } from 'react-i18next';
import { SkeletonBlock, SkeletonRows } from '../../../ui/skeleton.tsx';

export function MemberPending() {
  const { t } = useTranslation();
  return (
    <>
      <SkeletonBlock height={120} label={t('members.one.title')} />
      <SkeletonBlock height={480} />
    </>
  );
}

export function TimelinePending() {
  const { t } = useTranslation();
  return <SkeletonRows rows={12} label={t('members.one.tab.timeline')} />;
}
