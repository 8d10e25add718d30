import { EllipsisOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { toMilliseconds } from '../../../../format/format.ts';
import { useLocal } from '../../../../i18n/use-local.ts';
import { factName } from '../../../../i18n/names.ts';
import { useVerdict } from '../../../../reader/session.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { Instant } from '../../../../ui/instant.tsx';
import { DataTable } from '../../../../ui/table/data-table.tsx';
import type { Column } from '../../../../ui/table/data-table.tsx';
import type { LotActKind } from '../../acts/act.ts';
import { unitsText } from '../../../../units/units-text.ts';
import type { Lot } from '../../asked/queries.ts';
import { OriginOf } from './origin-of.tsx';
import type { ActingProps } from './acting-props.ts';

interface Props extends ActingProps {
  readonly lots: readonly Lot[];
  readonly isStale: boolean;
}

/** Lots of a wallet: what is left of each, when it goes, where it came from, and what can be done with it alone. */
export function LotTable(props: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const { wallet, memberId, lots, isStale } = props;
  const units = (value: number) => unitsText(value, wallet.decimals, format);
  const columns: readonly Column<Lot>[] = [
    { key: 'lot', title: t('wallets.lot.number'), render: ({ lot }) => format.integer(lot) },
    { key: 'state', title: t('wallets.lot.state'), isFluid: true, render: (lot) => <LotState {...props} lot={lot} /> },
    {
      key: 'remaining',
      title: t('wallets.lot.remaining'),
      isNumber: true,
      render: (lot) => (
        <>
          {units(lot.remaining)} <span className="quiet">{t('wallets.lot.of', { units: units(lot.units) })}</span>
          {lot.held > 0 && <span className="hint">{t('wallets.lot.heldOf', { units: units(lot.held) })}</span>}
        </>
      ),
    },
    {
      key: 'rank',
      title: t('wallets.lot.rank'),
      isNumber: true,
      render: ({ rank }) => (rank === null ? t('value.none') : format.integer(rank)),
    },
    { key: 'issued', title: t('wallets.lot.issued'), render: ({ issuedAt }) => <Instant at={issuedAt} /> },
    {
      key: 'expires',
      title: t('wallets.lot.expires'),
      render: ({ expiresAt }) =>
        expiresAt === null ? (
          <span className="quiet">{t('value.never')}</span>
        ) : (
          <Instant at={expiresAt} precision="second" />
        ),
    },
    {
      key: 'origin',
      title: t('wallets.lot.origin'),
      isLong: true,
      render: (lot) => (
        <>
          <OriginOf origin={lot.origin} rule={lot.rule} memberId={memberId} />
          <LotTerms lot={lot} />
        </>
      ),
    },
    { key: 'acts', title: '', render: (lot) => <LotActs {...props} lot={lot} /> },
  ];
  return (
    <DataTable
      caption={t('wallets.lot.table', { wallet: local(wallet.name) })}
      columns={columns}
      rows={lots}
      rowKey={({ lot }) => String(lot)}
      empty={t('wallets.lot.none')}
      isStale={isStale}
    />
  );
}

interface LotProps extends ActingProps {
  readonly lot: Lot;
}

function LotState({ lot, asOfAt }: LotProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = toMilliseconds(asOfAt);
  if (lot.state === 'ended')
    return (
      <>
        {lot.ending === '' ? t('wallets.lotState.ended') : t(`wallets.lotEnding.${lot.ending}`)}
        {lot.endedAt !== null && <span className="hint">{format.instant(lot.endedAt)}</span>}
      </>
    );
  if (lot.state === 'open') return t('wallets.lotState.open');
  const { waitsFor } = lot;
  const wait =
    waitsFor === 'time'
      ? t('wallets.lot.starts', { when: format.relative(lot.startsAt, nowMs) })
      : waitsFor === 'hand'
        ? t('wallets.lotWait.hand')
        : t('wallets.lotWait.event', { event: factName(waitsFor, t) });
  return (
    <>
      {t('wallets.lotState.pending')}
      <span className="hint">{wait}</span>
    </>
  );
}

/** What the lot is bound to, as far as it is bound to anything. */
function LotTerms({ lot }: { readonly lot: Lot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { scope } = lot;
  const names = (list: readonly string[] | undefined) => (list ?? []).join(t('value.separator'));
  const places = [
    scope?.stores === undefined ? '' : t('wallets.lot.scopeStores', { names: names(scope.stores) }),
    scope?.channels === undefined ? '' : t('wallets.lot.scopeChannels', { names: names(scope.channels) }),
    scope?.categories === undefined ? '' : t('wallets.lot.scopeCategories', { names: names(scope.categories) }),
  ].filter((place) => place !== '');
  const terms = [
    lot.lotClass === '' ? '' : t(`wallets.lotClass.${lot.lotClass}`),
    lot.priority === 0 ? '' : t('wallets.lot.priority', { priority: format.integer(lot.priority) }),
    places.length === 0 ? '' : t('wallets.lot.scope', { places: places.join(t('value.separator')) }),
    lot.costMinor === null ? '' : t('wallets.lot.cost', { amount: format.money(lot.costMinor) }),
  ].filter((term) => term !== '');
  return terms.length === 0 ? null : <span className="hint">{terms.join(' · ')}</span>;
}

/** What fits the state that the lot is in. */
function actsOf({ state, lost, remaining }: Lot): readonly LotActKind[] {
  const reinstate: readonly LotActKind[] = lost > 0 ? ['reinstate'] : [];
  if (state === 'pending') return ['releaseLot', 'cancelLot', ...reinstate];
  return remaining > 0 ? ['extendLot', 'voidLot', ...reinstate] : reinstate;
}

function LotActs({ wallet, lot, refusal, onAct }: LotProps) {
  const { t } = useTranslation();
  const mayAct = useVerdict('wallet.adjust').isAllowed && refusal === undefined;
  const acts = actsOf(lot);
  if (!mayAct || acts.length === 0) return null;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: acts.map((kind) => ({
          key: kind,
          label: t(`wallets.act.${kind}`),
          danger: kind === 'voidLot' || kind === 'cancelLot',
          onClick: () => onAct({ kind, wallet, lot }),
        })),
      }}
    >
      <Button
        size="small"
        type="text"
        aria-haspopup="menu"
        aria-label={t('wallets.lot.acts', { lot: lot.lot })}
        icon={<EllipsisOutlined />}
      />
    </Dropdown>
  );
}
