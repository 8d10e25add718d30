import { useTranslation } from 'react-i18next';
import { topicName } from '../../../i18n/known-names.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { Instant } from '../../../ui/instant.tsx';

/** About what the member may be written to. */
export function Consents({ profile }: MemberProps) {
  const { t } = useTranslation();
  if (profile.consents.length === 0) return null;
  return (
    <>
      <h3>{t('registers.consents')}</h3>
      <dl className="facts-list">
        {profile.consents.map(({ topic, isGranted, updatedAt }) => (
          <div key={topic}>
            <dt>{topicName(topic, t)}</dt>
            <dd>
              {isGranted ? t('registers.granted') : t('registers.withdrawn')} <Instant at={updatedAt} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
