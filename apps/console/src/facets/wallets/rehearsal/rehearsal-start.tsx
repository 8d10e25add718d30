import { useMutation } from '@tanstack/react-query';
import { Alert, Checkbox, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Editor } from '../../../editing/editor.ts';
import { addMonths, dateOfInstant } from '../../../format/zoned-days.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useTodayMs } from '../../../reader/use-today-ms.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

interface Props {
  readonly editor: Editor;
  readonly isRunning: boolean;
  readonly onStarted: (rehearsalId: string) => void;
}

type Against = 'live' | 'recorded';
const againsts: readonly Against[] = ['live', 'recorded'];

/** Asks over which days the draft is replayed, and what it is held against. */
export function RehearsalStart({ editor, isRunning, onStarted }: Props) {
  const { t } = useTranslation();
  const { zone } = useFormat();
  const todayMs = useTodayMs();
  const [from, setFrom] = useState<string | undefined>(() => addMonths(dateOfInstant(todayMs, zone), -12));
  const [to, setTo] = useState<string>();
  const [against, setAgainst] = useState<Against>('live');
  const [isBackfillLive, setIsBackfillLive] = useState(true);
  const start = useMutation({
    mutationFn: () =>
      api.program.startRehearsal({
        body: {
          documents: editor.documents,
          against,
          backfill: against === 'live' && isBackfillLive ? 'live' : 'recorded',
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        },
      }),
    onSuccess: ({ id }) => onStarted(id),
  });
  const refusal = editor.isValid ? undefined : t('wallets.rehearsal.notValid');
  return (
    <Panel title={t('wallets.rehearsal.title')} lead={t('wallets.rehearsal.lead')}>
      <div className="rehearsal-start">
        <label>
          {t('wallets.rehearsal.from')}
          <DayPicker
            aria-label={t('wallets.rehearsal.from')}
            placeholder={t('wallets.rehearsal.fromStart')}
            value={from}
            onChange={setFrom}
          />
        </label>
        <label>
          {t('wallets.rehearsal.to')}
          <DayPicker
            aria-label={t('wallets.rehearsal.to')}
            placeholder={t('wallets.rehearsal.toNow')}
            value={to}
            onChange={setTo}
          />
        </label>
        <label>
          {t('wallets.rehearsal.against')}
          <Select
            aria-label={t('wallets.rehearsal.against')}
            value={against}
            options={againsts.map((value) => ({ value, label: t(`wallets.rehearsal.than.${value}`) }))}
            onChange={setAgainst}
          />
        </label>
        <GuardedButton
          type="primary"
          needs="program.edit"
          refusal={refusal}
          loading={start.isPending}
          disabled={isRunning}
          onClick={() => start.mutate()}
        >
          {t('wallets.rehearsal.start')}
        </GuardedButton>
      </div>
      {against === 'live' && (
        <Checkbox checked={isBackfillLive} onChange={({ target }) => setIsBackfillLive(target.checked)}>
          {t('wallets.rehearsal.backfill')}
        </Checkbox>
      )}
      {!editor.isChanged && <Alert type="info" showIcon title={t('wallets.rehearsal.unchanged')} />}
      {start.isError && <ProblemPanel error={start.error} isWrite />}
      <p className="hint">{t('wallets.rehearsal.limits')}</p>
    </Panel>
  );
}
