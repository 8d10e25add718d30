import { useTranslation } from 'react-i18next';
import { valueText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import type { MemberProps } from '../../../facet/member-places.ts';

const plain = { field: '', type: 'any', unit: '', label: '' };

/** What is recorded of the member beside her facts. */
export function Attributes({ profile }: MemberProps) {
  const { t } = useTranslation();
  const context = useTextContext();
  if (profile.attributes.length === 0) return null;
  return (
    <>
      <h3>{t('registers.attributes')}</h3>
      <dl className="facts-list">
        {profile.attributes.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value, plain, context)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
