import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { installationQuery } from '../api/queries.ts';
import { useFormat } from '../reader/use-format.ts';
import { GuardedButton } from '../ui/guarded-button.tsx';
import { ProblemPanel } from '../ui/problem-panel.tsx';

/** Says on every page that nothing goes out, as after a restore, and lets an administrator end it. */
export function DeliveryNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { data } = useQuery(installationQuery());
  const resume = useMutation({
    mutationFn: () => api.installation.resumeDelivery({}),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: installationQuery().queryKey }),
  });
  if (data === undefined || data.deliveryPause === null) return null;
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={t('delivery.paused', { when: format.instant(data.deliveryPause.pausedAt) })}
        description={t('delivery.why')}
        action={
          <Popconfirm
            title={t('delivery.confirm')}
            description={t('delivery.consequence')}
            okText={t('delivery.resume')}
            cancelText={t('action.cancel')}
            onConfirm={() => resume.mutate()}
          >
            <GuardedButton size="small" needs="delivery.resume" loading={resume.isPending}>
              {t('delivery.resume')}
            </GuardedButton>
          </Popconfirm>
        }
      />
      {resume.isError && <ProblemPanel error={resume.error} isWrite />}
    </>
  );
}
