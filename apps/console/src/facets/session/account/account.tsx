import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { useSession } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { FactorsPanel } from './factors-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';
import './account.css';

/** Who the reader is, what installation this is, and how she signs in. */
export function Account() {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSession();
  const { data } = useSuspenseQuery(installationQuery());
  const own = [
    [t('session.account.name'), user.name],
    [t('session.account.email'), user.email],
    [t('session.account.role'), t(`role.${user.role}`)],
    ...(user.storeIds.length > 0 ? [[t('session.account.stores'), user.storeIds.join(', ')]] : []),
  ];
  const installation = [
    [t('session.account.version'), data.version],
    [t('session.account.zone'), data.zone],
    [t('session.account.currency'), data.currency],
    [t('session.account.members'), format.integer(data.membersCount)],
    [t('session.account.facts'), format.integer(data.factsCount)],
  ];
  return (
    <div className="columns">
      <div className="span-6 settings-stack">
        <Panel title={t('session.account.title')}>
          <Pairs pairs={own} />
        </Panel>
        <Panel title={t('session.account.installation')}>
          <Pairs pairs={installation} />
        </Panel>
      </div>
      <div className="span-6 settings-stack">
        <PasswordPanel hasPassword={user.hasPassword} />
        <FactorsPanel />
      </div>
      <div className="span-12">
        <SessionsPanel />
      </div>
    </div>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly (readonly string[])[] }) {
  return (
    <dl className="pairs">
      {pairs.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
