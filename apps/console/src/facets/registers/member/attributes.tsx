import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { attributeName, attributeValue } from '../../../i18n/known-names.ts';
import { valueText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { AttributeEditor } from './attribute-editor.tsx';

const plain = { field: '', type: 'any', unit: '', label: '' };

/** What is recorded of the member beside her facts. */
export function Attributes({ profile }: MemberProps) {
  const { t } = useTranslation();
  const context = useTextContext();
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
      <dl className="facts-list">
        {profile.attributes.map(({ name, value }) => (
          <div key={name}>
            <dt title={name}>{attributeName(name, t)}</dt>
            <dd>{typeof value === 'string' ? attributeValue(name, value, t) : valueText(value, plain, context)}</dd>
          </div>
        ))}
      </dl>
      {isEdited && <AttributeEditor profile={profile} onClose={() => setIsEdited(false)} />}
    </>
  );
}
