import { useTranslation } from 'react-i18next';
import { toMilliseconds } from '../../../../format/format.ts';
import { useLocal } from '../../../../i18n/use-local.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { GuardedButton } from '../../../../ui/guarded-button.tsx';
import { Instant } from '../../../../ui/instant.tsx';
import { DataTable } from '../../../../ui/table/data-table.tsx';
import type { Column } from '../../../../ui/table/data-table.tsx';
import { unitsText } from '../../../../units/units-text.ts';
import type { Hold } from '../../asked/queries.ts';
import type { ActingProps } from './acting-props.ts';

interface Props extends ActingProps {
  readonly holds: readonly Hold[];
  readonly isStale: boolean;
}

const holdActs = ['captureHold', 'releaseHold'] as const;

/** Units set aside, and what became of them. */
export function HoldTable({ wallet, holds, isStale, asOfAt, refusal, onAct }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const units = (value: number) => unitsText(value, wallet.decimals, format);
  const columns: readonly Column<Hold>[] = [
    { key: 'hold', title: t('wallets.hold.name'), isFluid: true, render: ({ hold }) => <code>{hold}</code> },
    {
      key: 'state',
      title: t('wallets.hold.state'),
      render: ({ ending, expiresAt }) =>
        ending === ''
          ? t('wallets.hold.open', { when: format.relative(expiresAt, toMilliseconds(asOfAt)) })
          : t(`wallets.holdEnding.${ending}`),
    },
    { key: 'units', title: t('wallets.hold.units'), isNumber: true, render: (hold) => units(hold.units) },
    { key: 'captured', title: t('wallets.hold.captured'), isNumber: true, render: (hold) => units(hold.captured) },
    {
      key: 'opened',
      title: t('wallets.hold.opened'),
      render: (hold) => <Instant at={hold.openedAt} precision="second" />,
    },
    {
      key: 'expires',
      title: t('wallets.hold.expires'),
      render: (hold) => <Instant at={hold.endedAt ?? hold.expiresAt} precision="second" />,
    },
    {
      key: 'lots',
      title: t('wallets.hold.lots'),
      isLong: true,
      render: ({ lots }) =>
        lots
          .map(({ lot, units: share }) => t('wallets.entry.share', { lot, units: units(share) }))
          .join(t('value.separator')),
    },
    {
      key: 'acts',
      title: '',
      render: (hold) =>
        hold.ending !== '' ? null : (
          <span className="row-actions">
            {holdActs.map((kind) => (
              <GuardedButton
                key={kind}
                needs="wallet.redeem"
                size="small"
                refusal={refusal}
                aria-label={`${t(`wallets.act.${kind}`)} · ${hold.hold}`}
                onClick={() => onAct({ kind, wallet, hold })}
              >
                {t(`wallets.act.${kind}`)}
              </GuardedButton>
            ))}
          </span>
        ),
    },
  ];
  return (
    <DataTable
      caption={t('wallets.hold.table', { wallet: local(wallet.name) })}
      columns={columns}
      rows={holds}
      rowKey={({ hold }) => hold}
      empty={t('wallets.hold.none')}
      isStale={isStale}
    />
  );
}
