import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import { identityName } from '../../../i18n/known-names.ts';
import { useIdentityAct } from '../shared/use-identity-act.ts';

/** By what the member is known. What was given to somebody else, as a telephone number may be, can be taken off her. */
export function Identities({ profile }: MemberProps) {
  const { t } = useTranslation();
  const memberId = profile.id;
  const { chosen, choose, close, act } = useIdentityAct({
    send: (said) => api.members.releaseIdentity({ params: { memberId }, ...said }),
    done: t('identity.release.done'),
    changes: memberKey(memberId),
  });
  return (
    <>
      <dl className="facts-list">
        {profile.identities.length === 0 && <p className="quiet">{t('identity.none')}</p>}
        {profile.identities.map(({ id, type, value, linkedAt }) => (
          <div key={id}>
            <dt>{identityName(type, t)}</dt>
            <dd>
              <span>{value}</span> {linkedAt !== null && <Instant at={linkedAt} />}{' '}
              {profile.status === 'live' && (
                <GuardedButton
                  size="small"
                  type="link"
                  needs="members.merge"
                  aria-label={t('identity.release.label', { type: identityName(type, t), value })}
                  onClick={() => choose({ id, type, value })}
                >
                  {t('identity.release.act')}
                </GuardedButton>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {chosen !== null && (
        <ReasonModal
          title={t('identity.release.title', { type: identityName(chosen.type, t), value: chosen.value })}
          lead={t('identity.release.lead')}
          submit={t('identity.release.act')}
          error={act.error}
          isPending={act.isPending}
          onSubmit={({ reason }) => act.mutate({ ...chosen, reason })}
          onClose={close}
        />
      )}
    </>
  );
}
