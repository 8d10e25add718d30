import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { liabilityKey } from '../said/liability-query.ts';
import type { LiabilityFigures } from '../said/liability-query.ts';
import { dayOf, monthBefore } from '../said/months.ts';

interface Props {
  readonly figures: LiabilityFigures;
  readonly onClose: () => void;
}

const yearsBack = 6;
const monthsBack = 24;

/** What the accountant expects of the units of a year, from a month on. */
export function EstimateModal({ figures, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { wallet, to } = figures;
  const thisYear = Number(to.slice(0, 4));
  const [issueYear, setIssueYear] = useState(thisYear);
  const [fromMonth, setFromMonth] = useState(to);
  const [isByHand, setIsByHand] = useState(true);
  const [percent, setPercent] = useState<number | null>(95);
  const share = isByHand ? (percent === null ? null : percent / 100) : null;
  const save = useMutation({
    mutationFn: () => api.liability.estimate({ params: { wallet }, body: { issueYear, fromMonth, share } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: liabilityKey });
      onClose();
    },
  });
  const years = Array.from({ length: yearsBack }, (_, n) => thisYear - n);
  const months = Array.from({ length: monthsBack }, (_, n) => monthBefore(to, n));
  return (
    <Modal
      open
      title={t('liability.estimate.title')}
      okText={t('liability.estimate.confirm')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: save.isPending, disabled: isByHand && percent === null }}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <p className="quiet estimate-lead">{t('liability.estimate.lead')}</p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('liability.estimate.year')} htmlFor="estimate-year">
          <Select
            id="estimate-year"
            value={issueYear}
            options={years.map((year) => ({ value: year, label: String(year) }))}
            onChange={setIssueYear}
          />
        </Form.Item>
        <Form.Item label={t('liability.estimate.from')} htmlFor="estimate-from">
          <Select
            id="estimate-from"
            value={fromMonth}
            options={months.map((month) => ({ value: month, label: format.monthOf(dayOf(month)) }))}
            onChange={setFromMonth}
          />
        </Form.Item>
        <Form.Item label={t('liability.estimate.basis')}>
          <Radio.Group
            value={isByHand}
            onChange={({ target }) => setIsByHand(target.value === true)}
            options={[
              { value: true, label: t('liability.estimate.byHand') },
              { value: false, label: t('liability.estimate.byPast') },
            ]}
          />
        </Form.Item>
        {isByHand && (
          <Form.Item label={t('liability.estimate.share')} htmlFor="estimate-share">
            <InputNumber
              id="estimate-share"
              min={0}
              max={100}
              precision={2}
              suffix="%"
              value={percent}
              onChange={setPercent}
            />
          </Form.Item>
        )}
      </Form>
      {save.isError && <ProblemPanel error={save.error} isWrite />}
    </Modal>
  );
}
