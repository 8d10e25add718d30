import { Button, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { minorDigits } from '../../../format/format.ts';
import { memberFilters } from './members-query.ts';
import type { MemberFilter } from './members-query.ts';

type Values = Partial<Record<MemberFilter, Dayjs | number | string | null>>;
type Where = Readonly<Record<string, string>>;

const groups = [
  {
    id: 'moves',
    filters: ['movedFrom', 'movedTo', 'movedAfter', 'movedBefore', 'isReactivation', 'nextStage', 'nextWithinDays'],
  },
  {
    id: 'orders',
    filters: [
      'spendMin',
      'spendMax',
      'ordersMin',
      'ordersMax',
      'firstOrderAfter',
      'firstOrderBefore',
      'lastOrderAfter',
      'lastOrderBefore',
    ],
  },
  { id: 'profile', filters: ['store', 'channel', 'tag', 'joinedAfter', 'joinedBefore'] },
] as const;

interface Props {
  readonly where: Where;
  readonly lifecycle: LifecycleView;
  readonly onApply: (where: Where) => void;
}

/** Every filter of the list beside the stage. Amounts are typed in whole currency and kept in minor units. */
export function FilterForm({ where, lifecycle, onApply }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = 10 ** minorDigits(format.currency);
  return (
    <Form<Values>
      layout="vertical"
      size="small"
      className="filter-form"
      initialValues={toValues(where, scale)}
      onFinish={(values) => onApply(toWhere(values, scale))}
    >
      {groups.map(({ id, filters }) => (
        <FilterGroup key={id} title={t(`members.filterGroup.${id}`)}>
          {filters.map((filter) => (
            <Form.Item key={filter} name={filter} label={t(`members.filter.${filter}`)}>
              {control(filter)}
            </Form.Item>
          ))}
        </FilterGroup>
      ))}
      <div className="filter-actions">
        <Button onClick={() => onApply({})}>{t('members.clearFilters')}</Button>
        <Button type="primary" htmlType="submit">
          {t('members.filtersApply')}
        </Button>
      </div>
    </Form>
  );

  function control(filter: MemberFilter) {
    switch (memberFilters[filter]) {
      case 'day':
        return <DatePicker format="YYYY-MM-DD" placeholder="" />;
      case 'integer':
        return <InputNumber min={0} max={999_999_999} precision={0} />;
      case 'amount':
        return <InputNumber precision={minorDigits(format.currency)} suffix={format.currency} />;
      case 'stage':
        return <Select allowClear options={lifecycle.stages.map(({ id, name }) => ({ value: id, label: name }))} />;
      case 'boolean':
        return (
          <Select
            allowClear
            options={[
              { value: 'true', label: t('value.yes') },
              { value: 'false', label: t('value.no') },
            ]}
          />
        );
      case 'text':
        return <Input allowClear />;
    }
  }
}

function FilterGroup({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <>
      <h3>{title}</h3>
      {children}
    </>
  );
}

function toValues(where: Where, scale: number): Values {
  const values: Values = {};
  for (const [name, kind] of Object.entries(memberFilters)) {
    const text = where[name];
    if (text === undefined || !isFilter(name)) continue;
    if (kind === 'day') values[name] = dayjs(text);
    else if (kind === 'integer') values[name] = Number(text);
    else if (kind === 'amount') values[name] = Number(text) / scale;
    else values[name] = text;
  }
  return values;
}

function toWhere(values: Values, scale: number): Where {
  const entries = Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '' || !isFilter(name)) return [];
    if (dayjs.isDayjs(value)) return [[name, value.format('YYYY-MM-DD')] as const];
    if (memberFilters[name] === 'amount') return [[name, String(Math.round(Number(value) * scale))] as const];
    return [[name, String(value).trim()] as const];
  });
  return Object.fromEntries(entries);
}

function isFilter(name: string): name is MemberFilter {
  return name in memberFilters;
}
