import { benefitKindWords } from '@perennial/domain';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import type { TierAct } from '../acts/tier-act.ts';
import type { Benefit, TierSet } from '../asked/queries.ts';

interface Props {
  readonly set: TierSet;
  readonly refusal: string | undefined;
  readonly onAct: (act: TierAct) => void;
}

/** What her level gives, how often it was used, and how often it may be yet. */
export function Benefits({ set, refusal, onAct }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const columns: readonly Column<Benefit>[] = [
    { key: 'name', title: t('tiers.benefit.name'), isLong: true, render: ({ name }) => local(name) },
    {
      key: 'kind',
      title: t('tiers.benefit.kind'),
      render: ({ kind, hours }) => (
        <>
          {local(benefitKindWords[kind])}
          {hours !== null && <span className="quiet"> {t('tiers.benefit.hours', { hours })}</span>}
        </>
      ),
    },
    {
      key: 'claims',
      title: t('tiers.benefit.claims'),
      isNumber: true,
      render: ({ claims, limit }) =>
        limit === null
          ? format.integer(claims)
          : t('tiers.benefit.limited', {
              claims: format.integer(claims),
              count: limit.count,
              per: t(`tiers.benefit.per.${limit.per}`),
            }),
    },
    {
      key: 'acts',
      title: '',
      render: (benefit) => (
        <GuardedButton
          needs="wallet.redeem"
          size="small"
          refusal={refusal ?? (benefit.left === 0 ? t('tiers.benefit.usedUp') : undefined)}
          aria-label={`${t('tiers.act.claim')} · ${local(benefit.name)}`}
          onClick={() => onAct({ kind: 'claim', set, benefit })}
        >
          {t('tiers.act.claim')}
        </GuardedButton>
      ),
    },
  ];
  return (
    <>
      <h3>{t('tiers.benefit.title')}</h3>
      <DataTable
        caption={t('tiers.benefit.of', { name: local(set.name) })}
        columns={columns}
        rows={set.benefits}
        rowKey={({ id }) => id}
        empty={t('tiers.benefit.none')}
      />
    </>
  );
}
