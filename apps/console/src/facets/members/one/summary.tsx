import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import { valueText } from '../../../conditions/condition-text.ts';
import { identityName } from '../../../i18n/names.ts';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Why } from '../../../ui/why.tsx';
import { LifecycleWhy } from '../../lifecycle/member/lifecycle-why.tsx';
import { memberQueries } from './member-queries.ts';
import type { Profile } from './member-queries.ts';
import { TagEditor } from '../../registers/member/tag-editor.tsx';

/** Why she stands where she stands, who she is, and her figures. */
export function Summary({ profile, asOf }: { readonly profile: Profile; readonly asOf: string | undefined }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(memberQueries.explanation(profile.id, asOf));
  return (
    <div className="columns">
      <div className="span-7 stack">
        {error !== null && <ProblemPanel error={error} onRetry={() => void refetch()} />}
        {error === null && data === undefined && <SkeletonRows label={t('members.one.whyHere')} />}
        {data?.lifecycles.map((lifecycle) => (
          <LifecycleWhy key={lifecycle.lifecycle} lifecycle={lifecycle} />
        ))}
      </div>
      <div className="span-5 stack">
        <Metrics profile={profile} />
        <Identity profile={profile} />
      </div>
    </div>
  );
}

function Metrics({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const context = useTextContext();
  // Of what she never did, one line each would bury what she did.
  const known = profile.metrics.filter(
    ({ field, value }) => value !== null && !(value === 0 && field.endsWith('.days')),
  );
  return (
    <Panel
      title={t('members.one.metrics')}
      extra={<Why name={t('members.one.metrics')} definition={t('members.why')} asOfAt={profile.asOfAt} />}
    >
      <dl className="facts-list">
        {known.map(({ field, value }) => {
          const view = context.fieldOf(field);
          return (
            <div key={field}>
              <dt>{view.label}</dt>
              <dd>{valueText(value, view, context)}</dd>
            </div>
          );
        })}
      </dl>
    </Panel>
  );
}

function Identity({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const context = useTextContext();
  const plain = { field: '', type: 'any', unit: '', label: '' };
  return (
    <Panel title={t('members.one.identities')}>
      <dl className="facts-list">
        {profile.identities.length === 0 && <p className="quiet">{t('members.one.noIdentities')}</p>}
        {profile.identities.map(({ type, value, linkedAt }) => (
          <div key={type + value}>
            <dt>{identityName(type, t)}</dt>
            <dd>
              <span>{value}</span> {linkedAt !== null && <Instant at={linkedAt} />}
            </dd>
          </div>
        ))}
      </dl>
      {profile.attributes.length > 0 && <h3>{t('members.one.attributes')}</h3>}
      <dl className="facts-list">
        {profile.attributes.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value, plain, context)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t('members.one.tags')}</h3>
      <TagEditor profile={profile} />
      {profile.consents.length > 0 && <h3>{t('members.one.consents')}</h3>}
      <dl className="facts-list">
        {profile.consents.map(({ topic, isGranted, updatedAt }) => (
          <div key={topic}>
            <dt>{topic}</dt>
            <dd>
              {isGranted ? t('members.one.granted') : t('members.one.withdrawn')} <Instant at={updatedAt} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
