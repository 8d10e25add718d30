import { useTranslation } from 'react-i18next';
import { valueText } from '../../../conditions/condition-text.ts';
import { useTextContext } from '../../../conditions/use-text-context.ts';
import type { MemberProps } from '../../../facet/member-places.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { Loaded } from '../../../ui/loading/loaded.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { Why } from '../../../ui/why.tsx';

/** Why she stands where she stands, who she is, and her figures. */
export function Summary({ profile, asOf }: MemberProps) {
  const { t } = useTranslation();
  const { memberCards, memberLists } = usePlaces();
  return (
    <div className="columns">
      <div className="span-7 stack">
        {memberCards.map(({ rank, Component }) => (
          <Loaded key={rank} pending={<SkeletonRows />}>
            <Component profile={profile} asOf={asOf} />
          </Loaded>
        ))}
      </div>
      <div className="span-5 stack">
        <Metrics profile={profile} />
        <Panel title={t('members.one.identities')}>
          {memberLists.map(({ rank, Component }) => (
            <Component key={rank} profile={profile} asOf={asOf} />
          ))}
        </Panel>
      </div>
    </div>
  );
}

function Metrics({ profile }: Pick<MemberProps, 'profile'>) {
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
