import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SessionsTable } from '../../../ui/sign-in/sessions-table.tsx';
import { sessionsQuery } from './account-queries.ts';

/** Where the reader is signed in, and the way to end what is not hers. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(sessionsQuery());
  const onSettled = () => queryClient.invalidateQueries({ queryKey: sessionsQuery().queryKey });
  const end = useMutation({ mutationFn: (sessionId: string) => api.session.end({ params: { sessionId } }), onSettled });
  const endOthers = useMutation({ mutationFn: () => api.session.endOthers(), onSettled });
  const failure = end.error ?? endOthers.error;
  return (
    <Panel
      title={t('sessions.title')}
      extra={
        <Button
          disabled={data.items.length < 2}
          title={data.items.length < 2 ? t('session.account.noOthers') : undefined}
          loading={endOthers.isPending}
          onClick={() => endOthers.mutate()}
        >
          {t('session.account.endOthers', { count: data.items.length - 1 })}
        </Button>
      }
    >
      {failure !== null && <ProblemPanel error={failure} isWrite />}
      <SessionsTable sessions={data.items} onEnd={(sessionId) => end.mutate(sessionId)} />
    </Panel>
  );
}
