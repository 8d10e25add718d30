import { windowDaysMax } from '@perennial/domain';
import { Form, Input, InputNumber, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MetricDocument } from '../../../editing/settings-document.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { isWholeWithin, mustBe } from '../../../editing/form-rules.ts';
import { freeId, metricIdPattern, nameOfWindow } from './metric-list.ts';
import type { MetricInput } from './metric-list.ts';

interface Props {
  /** Absent: a new one. */
  readonly metric: MetricDocument | undefined;
  readonly metrics: readonly MetricDocument[];
  /** Stages that read it, '' when none does. */
  readonly uses: string;
  readonly onClose: () => void;
  readonly onDone: (input: MetricInput) => void;
}

const firstDays = 180;

/** Window and names of a metric; the id of a new one. */
export function MetricModal({ metric, metrics, uses, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const [form] = Form.useForm<MetricInput>();
  const days = Form.useWatch('days', form) ?? metric?.days ?? firstDays;
  const usual = nameOfWindow(days);
  const max = format.integer(windowDaysMax);
  return (
    <Modal
      open
      title={
        metric === undefined
          ? t('lifecycle.metrics.add')
          : t('lifecycle.metrics.edit', { name: local(metric.name) || metric.id })
      }
      okText={t('action.apply')}
      cancelText={t('action.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          metric === undefined
            ? { days: firstDays }
            : { days: metric.days, nameEn: metric.name.en, nameZh: metric.name.zh }
        }
        onFinish={onDone}
      >
        <Form.Item
          name="days"
          label={t('lifecycle.metrics.days')}
          extra={
            <>
              {t('lifecycle.metrics.daysHint', { max })}{' '}
              {uses !== '' && t('lifecycle.metrics.usedHint', { stages: uses })}
            </>
          }
          rules={[mustBe(isWholeWithin({ min: 1, max: windowDaysMax }), t('lifecycle.metrics.daysWrong', { max }))]}
        >
          <InputNumber />
        </Form.Item>
        <Form.Item name="nameZh" label={t('name.zh')}>
          <Input maxLength={200} placeholder={usual.zh} />
        </Form.Item>
        <Form.Item name="nameEn" label={t('name.en')}>
          <Input maxLength={200} placeholder={usual.en} />
        </Form.Item>
        {metric === undefined && (
          <Form.Item
            name="id"
            label={t('lifecycle.metrics.id')}
            extra={t('lifecycle.metrics.idHint')}
            rules={[
              { pattern: metricIdPattern, message: t('lifecycle.metrics.idWrong') },
              mustBe((value) => metrics.every(({ id }) => id !== value), t('lifecycle.metrics.idTaken')),
            ]}
          >
            <Input placeholder={freeId(metrics, days)} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
