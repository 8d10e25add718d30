import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeName } from '../../../i18n/known-names.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { LockMark } from '../locks/lock-mark.tsx';
import { emptiedOf, locksOf, locksQuery } from '../locks/locks.ts';
import { useAttributeText } from '../words/use-attribute-text.ts';
import { AttributeEditor } from './attribute-editor.tsx';
import '../locks/locks.css';

/** What is recorded of the member beside her facts. */
export function Attributes({ profile }: MemberProps) {
  const { t } = useTranslation();
  const [isEdited, setIsEdited] = useState(false);
  const isLive = profile.status === 'live';
  if (profile.attributes.length === 0 && !isLive) return null;
  return (
    <>
      <div className="list-head">
        <h3>{t('registers.attributes')}</h3>
        <GuardedButton
          needs="members.tag"
          size="small"
          type="link"
          refusal={profile.isHistory ? t('asOf.refusal') : undefined}
          disabled={!isLive}
          onClick={() => setIsEdited(true)}
        >
          {t('registers.edit.open')}
        </GuardedButton>
      </div>
      <AttributeList profile={profile} />
      {isEdited && <AttributeEditor profile={profile} onClose={() => setIsEdited(false)} />}
    </>
  );
}

/** Locks are those of now: a past day shows values without them. */
function AttributeList({ profile }: Pick<MemberProps, 'profile'>) {
  const { t } = useTranslation();
  const text = useAttributeText();
  const { data } = useQuery({ ...locksQuery(profile.id), enabled: profile.status === 'live' && !profile.isHistory });
  const locks = locksOf(data);
  const emptied = emptiedOf(locks, profile.attributes).map(({ attribute }) => ({ name: attribute, value: null }));
  return (
    <dl className="facts-list">
      {[...profile.attributes, ...emptied].map(({ name, value }) => {
        const lock = locks.get(name);
        return (
          <div key={name}>
            <dt title={name}>
              {attributeName(name, t)}
              {lock !== undefined && <LockMark lock={lock} profile={profile} />}
            </dt>
            <dd>{text(name, value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}
