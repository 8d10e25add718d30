import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { channelWords } from '@perennial/contracts';
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { storesQuery } from '../../../api/queries.ts';
import { channelName } from '../../../i18n/known-names.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ComboInput } from '../../../ui/select/combo-input.tsx';
import { MemberSelect } from '../../../ui/select/member-select.tsx';
import { MoneyInput, OrderLines } from './order-lines.tsx';
import { pastOrdersQuery } from './trial-queries.ts';
import { amountOfOrder, orderLike } from './typed-order.ts';
import type { TypedOrder, TypedTender } from './typed-order.ts';

interface Props {
  readonly order: TypedOrder;
  readonly onChange: (order: TypedOrder) => void;
  /** Means of payment that the program's rules name. */
  readonly tenders: readonly string[];
}

/** An order as it might be placed: by whom, what, where, when, and how it is paid. */
export function OrderForm({ order, onChange, tenders: known }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="trial-form">
      <Whom order={order} onChange={onChange} />
      <OrderLines lines={order.lines} onChange={(lines) => onChange({ ...order, lines })} />
      <div className="trial-fields">
        <label>
          {t('wallets.trial.coupon')}
          <MoneyInput
            label={t('wallets.trial.coupon')}
            value={order.couponMinor}
            onChange={(couponMinor) => onChange({ ...order, couponMinor })}
          />
        </label>
        <Place order={order} onChange={onChange} />
        <label>
          {t('wallets.trial.at')}
          <Input
            type="datetime-local"
            aria-label={t('wallets.trial.at')}
            title={format.zone}
            value={order.at}
            onChange={({ target }) => onChange({ ...order, at: target.value })}
          />
        </label>
      </div>
      <Tenders tenders={order.tenders} known={known} onChange={(tenders) => onChange({ ...order, tenders })} />
      <p className="trial-sum">
        {t('wallets.trial.sum')} <strong>{format.money(amountOfOrder(order))}</strong>
      </p>
    </div>
  );
}

function Whom({ order, onChange }: Omit<Props, 'tenders'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { memberId } = order;
  const { data } = useQuery({ ...pastOrdersQuery(memberId ?? ''), enabled: memberId !== null });
  const orders = memberId === null ? [] : (data?.items ?? []);
  const dayOf = (at: string | null) => (at === null ? t('value.none') : format.day(at));
  return (
    <div className="trial-fields">
      <label>
        {t('wallets.trial.member')}
        <MemberSelect
          label={t('wallets.trial.nobody')}
          value={memberId ?? undefined}
          onChange={(next) => onChange({ ...order, memberId: next ?? null })}
        />
      </label>
      {memberId !== null && (
        <label>
          {t('wallets.trial.past')}
          <Select
            aria-label={t('wallets.trial.past')}
            placeholder={orders.length === 0 ? t('wallets.trial.noPast') : t('wallets.trial.pastHint')}
            disabled={orders.length === 0}
            value={null}
            options={orders.map(({ orderId, placedAt, paidAt, amountMinor }) => ({
              value: orderId,
              label: [orderId, format.money(amountMinor), dayOf(placedAt ?? paidAt)].join(' · '),
            }))}
            onChange={(orderId: string | null) => {
              const found = orders.find((one) => one.orderId === orderId);
              if (found !== undefined) onChange(orderLike(found, memberId));
            }}
          />
        </label>
      )}
    </div>
  );
}

const channels = Object.keys(channelWords);

function Place({ order, onChange }: Omit<Props, 'tenders'>) {
  const { t } = useTranslation();
  const { data: stores } = useQuery(storesQuery());
  return (
    <>
      <label>
        {t('wallets.trial.store')}
        <AutoComplete
          aria-label={t('wallets.trial.store')}
          value={order.storeId}
          options={(stores?.items ?? []).map(({ storeId, name }) => ({
            value: storeId,
            label: `${name} · ${storeId}`,
          }))}
          onChange={(storeId: string) => onChange({ ...order, storeId })}
        >
          <ComboInput />
        </AutoComplete>
      </label>
      <label>
        {t('wallets.trial.channel')}
        <AutoComplete
          aria-label={t('wallets.trial.channel')}
          value={order.channel}
          options={channels.map((value) => ({ value, label: channelName(value, t) }))}
          onChange={(channel: string) => onChange({ ...order, channel })}
        >
          <ComboInput />
        </AutoComplete>
      </label>
    </>
  );
}

interface TendersProps {
  readonly tenders: readonly TypedTender[];
  readonly known: readonly string[];
  readonly onChange: (tenders: readonly TypedTender[]) => void;
}

const tendersMax = 5;

function Tenders({ tenders, known, onChange }: TendersProps) {
  const { t } = useTranslation();
  const change = (at: number, next: TypedTender) => onChange(tenders.map((one, index) => (index === at ? next : one)));
  return (
    <div>
      {tenders.map((tender, index) => (
        <div key={index} className="trial-tender">
          <AutoComplete
            aria-label={t('wallets.trial.tender')}
            value={tender.tender}
            options={known.map((value) => ({ value }))}
            onChange={(name: string) => change(index, { ...tender, tender: name })}
          >
            <ComboInput placeholder={t('wallets.trial.tender')} />
          </AutoComplete>
          <MoneyInput
            label={t('wallets.trial.tenderAmount')}
            value={tender.amountMinor}
            onChange={(amountMinor) => change(index, { ...tender, amountMinor })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('wallets.trial.removeTender', { tender: tender.tender })}
            onClick={() => onChange(tenders.filter((one) => one !== tender))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={tenders.length >= tendersMax}
        onClick={() => onChange([...tenders, { tender: known[0] ?? '', amountMinor: 0 }])}
      >
        {t('wallets.trial.addTender')}
      </Button>
    </div>
  );
}
