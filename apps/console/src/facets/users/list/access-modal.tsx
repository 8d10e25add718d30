import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { SessionsTable } from '../../../ui/sign-in/sessions-table.tsx';
import { userSessionsQuery } from './users-queries.ts';

interface Props {
  readonly user: Result<'users', 'list'>['items'][number];
  readonly onClose: () => void;
  readonly onReset: () => void;
}

/** Where a user is signed in, and the second factor that may have been lost. */
export function AccessModal({ user, onClose, onReset }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const { id: userId } = user;
  const sessions = useQuery(userSessionsQuery(userId));
  const onSettled = () => queryClient.invalidateQueries({ queryKey: userSessionsQuery(userId).queryKey });
  const end = useMutation({
    mutationFn: (sessionId: string) => api.users.endSession({ params: { userId, sessionId } }),
    onSettled,
  });
  const endAll = useMutation({ mutationFn: () => api.users.endSessions({ params: { userId } }), onSettled });
  const reset = useMutation({
    mutationFn: () => confirmed.run(() => api.users.resetFactors({ params: { userId } })),
    onSuccess: onReset,
    onSettled,
  });
  const failure = sessions.error ?? end.error ?? endAll.error ?? reset.error;
  const items = sessions.data?.items ?? [];
  return (
    <Modal
      open
      width={860}
      title={t('users.accessOf', { name: user.name })}
      footer={<Button onClick={onClose}>{t('action.close')}</Button>}
      onCancel={onClose}
    >
      {confirmed.dialog}
      {failure !== null && <ProblemPanel error={failure} isWrite />}
      <SessionsTable sessions={items} onEnd={(sessionId) => end.mutate(sessionId)} />
      <div className="row-acts access-acts">
        <Button disabled={items.length === 0} loading={endAll.isPending} onClick={() => endAll.mutate()}>
          {t('users.endAll')}
        </Button>
        <Popconfirm
          title={t('users.resetTitle', { name: user.name })}
          description={t('users.resetLead')}
          okText={t('users.reset')}
          cancelText={t('action.cancel')}
          onConfirm={() => reset.mutate()}
        >
          <Button danger disabled={!user.hasFactor || reset.isSuccess} loading={reset.isPending}>
            {t('users.reset')}
          </Button>
        </Popconfirm>
      </div>
    </Modal>
  );
}
