import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

/** Takes the room of the list until its members are there. */
export function MembersPending() {
  const { t } = useTranslation();
  return (
    <Panel title={t('members.title')}>
      <SkeletonRows rows={14} label={t('members.table')} />
    </Panel>
  );
}
