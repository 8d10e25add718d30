import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { isRunning } from '../../../editing/job.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { rehearsalQuery } from './rehearsal-queries.ts';
import type { Rehearsal } from './rehearsal-queries.ts';
import { RehearsalResultView } from './rehearsal-result.tsx';
import { RehearsalStart } from './rehearsal-start.tsx';
import { RehearsedMembers } from './rehearsed-members.tsx';
import { WhyDifferent } from './why-different.tsx';
import './rehearsal.css';

/** What the draft would have been in the past: the log folded anew under it, beside the program in force. */
export function RehearsalEditor({ editor, view, onItem, hrefOf }: ProgramTabProps) {
  const rehearsalId = view.item;
  const query = useQuery({ ...rehearsalQuery(rehearsalId ?? ''), enabled: rehearsalId !== undefined });
  const rehearsal = rehearsalId === undefined ? undefined : query.data;
  const open = { rehearsalId: rehearsalId ?? '', view, hrefOf, documents: editor.documents };
  return (
    <>
      <RehearsalStart
        editor={editor}
        isRunning={rehearsal !== undefined && isRunning(rehearsal.status)}
        onStarted={onItem}
      />
      {rehearsalId !== undefined && query.isError && <ProblemPanel error={query.error} />}
      {rehearsalId !== undefined && query.isPending && <SkeletonBlock height={240} />}
      {rehearsal !== undefined && rehearsal.result === null && <Running rehearsal={rehearsal} />}
      {rehearsal !== undefined && rehearsal.result !== null && (
        <>
          {view.who !== undefined && <WhyDifferent key={view.who} {...open} memberId={view.who} />}
          {view.list !== undefined && (
            <RehearsedMembers key={view.list} {...open} result={rehearsal.result} list={view.list} />
          )}
          <RehearsalResultView {...open} rehearsal={rehearsal} result={rehearsal.result} />
        </>
      )}
    </>
  );
}

function Running({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const { t } = useTranslation();
  const said = useSaid();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { id, status, done, total, error } = rehearsal;
  const cancel = useMutation({
    mutationFn: () => api.program.cancelRehearsal({ params: { rehearsalId: id } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: rehearsalQuery(id).queryKey }),
  });
  if (!isRunning(status))
    return (
      <Alert
        type={status === 'failed' ? 'error' : 'info'}
        showIcon
        title={status === 'failed' ? t('wallets.rehearsal.failed') : t('wallets.rehearsal.cancelled')}
        description={error === null ? undefined : said(error)}
      />
    );
  return (
    <Panel
      title={t('wallets.rehearsal.running')}
      extra={
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('wallets.rehearsal.cancel')}
        </Button>
      }
    >
      <Progress
        percent={total === 0 ? 0 : Math.round((100 * done) / total)}
        showInfo={false}
        aria-label={t('wallets.rehearsal.running')}
      />
      <p className="quiet">{t('job.progress', { done: format.integer(done), total: format.integer(total) })}</p>
    </Panel>
  );
}
