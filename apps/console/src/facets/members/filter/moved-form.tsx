import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';
import { isPlainDate } from '../../../format/zoned-days.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { movements } from '../urls/movements.ts';
import type { Moved } from './moved-text.ts';

interface Values {
  readonly from?: string;
  readonly to?: string;
  readonly after?: string;
  readonly before?: string;
  readonly between?: string;
  readonly as?: string;
  readonly isReactivation?: string;
}

interface Props {
  readonly moved: Moved;
  readonly lifecycle: LifecycleView;
  readonly onApply: (moved: Moved) => void;
}

/** Who moved from stage to stage in a period: about what happened, so it is no field of a member. */
export function MovedForm({ moved, lifecycle, onApply }: Props) {
  const { t } = useTranslation();
  const stages = lifecycle.stages.map(({ id, name }) => ({ value: id, label: name }));
  const first = { value: 'none', label: t('members.moved.none') };
  return (
    <Form<Values>
      layout="vertical"
      size="small"
      className="moved-form"
      initialValues={toValues(moved)}
      onFinish={(values) => onApply(toMoved(values))}
    >
      <Form.Item name="from" label={t('members.moved.from')}>
        <Select allowClear options={[first, ...stages]} />
      </Form.Item>
      <Form.Item name="to" label={t('members.moved.to')}>
        <Select allowClear options={stages} />
      </Form.Item>
      <Form.Item name="after" label={t('members.moved.after')}>
        <DayPicker placeholder="" />
      </Form.Item>
      <Form.Item name="before" label={t('members.moved.before')}>
        <DayPicker placeholder="" />
      </Form.Item>
      <Form.Item name="between" label={t('members.moved.between')}>
        <Select
          allowClear
          placeholder={t('members.moved.moves')}
          options={[{ value: 'ends', label: t('members.moved.ends') }]}
        />
      </Form.Item>
      <Form.Item name="as" label={t('members.moved.meaning')}>
        <Select allowClear options={movements.map((value) => ({ value, label: t(`members.moved.as.${value}`) }))} />
      </Form.Item>
      <Form.Item name="isReactivation" label={t('members.moved.isReactivation')}>
        <Select
          allowClear
          options={[
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ]}
        />
      </Form.Item>
      <div className="clause-actions">
        <Button type="primary" htmlType="submit">
          {t('action.apply')}
        </Button>
      </div>
    </Form>
  );
}

function toValues({ after, before, ...rest }: Moved): Values {
  return {
    ...rest,
    ...(isDay(after) ? { after } : {}),
    ...(isDay(before) ? { before } : {}),
  };
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && isPlainDate(text);
}

function toMoved(values: Values): Moved {
  const given = Object.entries(values).flatMap(([name, value]: [string, string | undefined]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given);
}
