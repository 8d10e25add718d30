import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../facet/member-places.ts';
import { Instant } from '../../../ui/instant.tsx';
import { identityName } from '../names/identity-name.ts';

/** By what the member is known. */
export function Identities({ profile }: MemberProps) {
  const { t } = useTranslation();
  return (
    <dl className="facts-list">
      {profile.identities.length === 0 && <p className="quiet">{t('identity.none')}</p>}
      {profile.identities.map(({ type, value, linkedAt }) => (
        <div key={type + value}>
          <dt>{identityName(type, t)}</dt>
          <dd>
            <span>{value}</span> {linkedAt !== null && <Instant at={linkedAt} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
