import { useTranslation } from 'react-i18next';
import type { MemberProps } from '../../../../facet/member-places.ts';
import { usePlaces } from '../../../../facet/use-places.ts';
import { toMilliseconds } from '../../../../format/format.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { Loaded } from '../../../../ui/loading/loaded.tsx';
import { lastVisitOf, numberOf } from './visits.ts';
import './till.css';

/** What whoever serves her asks first: her tier, when she was last there, what she spent, and what she likes. */
export function TillFacts({ profile, asOf }: MemberProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { memberMarks } = usePlaces();
  const visit = lastVisitOf(profile);
  const { favourites } = profile;
  return (
    <section className="panel till" aria-label={t('members.one.till.title')}>
      {memberMarks.map(({ rank, Component }) => (
        <Loaded key={rank} pending={null}>
          <Component profile={profile} asOf={asOf} />
        </Loaded>
      ))}
      <dl className="till-facts">
        <div>
          <dt>{t('members.one.till.visit')}</dt>
          <dd>
            {visit === undefined ? (
              t('members.one.till.never')
            ) : (
              <>
                {format.relative(visit, toMilliseconds(profile.asOfAt))}
                <span className="quiet">{format.day(visit)}</span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>{t('members.one.till.spend')}</dt>
          <dd>
            {format.money(numberOf(profile, 'purchase.net_spend'))}
            <span className="quiet">
              {t('members.one.purchaseCount', { count: numberOf(profile, 'purchase.count') })}
            </span>
          </dd>
        </div>
        <div className="till-favourites">
          <dt>{t('members.one.till.favourites')}</dt>
          <dd>
            {favourites.length === 0 && <span className="quiet">{t('value.none')}</span>}
            <ol>
              {favourites.slice(0, favouritesShown).map(({ productId, name, orders }) => (
                <li key={productId} title={name === productId ? undefined : productId}>
                  {name} <span className="quiet">×{format.integer(orders)}</span>
                </li>
              ))}
            </ol>
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** More would push the stage out of the first screen of a phone. */
const favouritesShown = 3;
