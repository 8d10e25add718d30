import type { RouteInput, Routes } from '@perennial/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useVerdict } from '../../../reader/session.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';

type Body = RouteInput<Routes['quarantine']['repair']>['body']['body'];

/** One quarantined fact, with what is wrong with it; repaired and tried again. */
export function RepairModal({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const verdict = useVerdict('quarantine.repair');
  const [text, setText] = useState<string | null>(null);
  const [notJson, setNotJson] = useState<string | null>(null);
  const { data, error } = useQuery({
    queryKey: ['quarantine', 'one', id],
    queryFn: ({ signal }) => api.quarantine.get({ params: { quarantineId: id } }, { signal }),
  });
  const repair = useMutation({
    mutationFn: (body: Body) => api.quarantine.repair({ params: { quarantineId: id }, body: { body } }),
    onSuccess: async (answer) => {
      await queryClient.invalidateQueries({ queryKey: ['quarantine'] });
      if (answer.verdict !== 'accepted' && answer.verdict !== 'duplicate') return;
      void message.success(t('data.quarantine.accepted', { count: 1 }));
      onClose();
    },
  });
  const shown = text ?? (data === undefined ? '' : JSON.stringify(data.body, null, 2));
  const send = () => {
    const parsed = parseJson(shown);
    setNotJson('error' in parsed ? parsed.error : null);
    if ('value' in parsed) repair.mutate(parsed.value);
  };
  const isRefused = repair.data !== undefined && repair.data.verdict !== 'accepted';
  return (
    <Modal
      open
      width={680}
      title={t('data.quarantine.repairTitle')}
      okText={t('data.quarantine.repair')}
      cancelText={t('action.close')}
      okButtonProps={{ disabled: !verdict.isAllowed || data === undefined, loading: repair.isPending }}
      onOk={send}
      onCancel={onClose}
    >
      {error !== null && <ProblemPanel error={error} />}
      {error === null && data === undefined && <SkeletonRows rows={6} label={t('data.quarantine.repairTitle')} />}
      {data !== undefined && (
        <>
          <p className="modal-lead">{data.reason}</p>
          <ul className="issues">
            {data.issues.map((issue) => (
              <li key={issue.path + issue.message}>
                <code>{issue.path}</code> {issue.message}
              </li>
            ))}
          </ul>
          <Input.TextArea
            className="code-area"
            aria-label={t('data.quarantine.body')}
            autoSize={{ minRows: 8, maxRows: 20 }}
            spellCheck={false}
            value={shown}
            onChange={({ target }) => setText(target.value)}
          />
          {notJson !== null && <Alert type="error" title={t('data.quarantine.notJson', { error: notJson })} />}
          {isRefused && (
            <Alert type="warning" title={t('data.quarantine.again', { reason: repair.data?.reason ?? '' })} />
          )}
          {repair.isError && <ProblemPanel error={repair.error} isWrite />}
        </>
      )}
    </Modal>
  );
}

function parseJson(text: string): { readonly value: Body } | { readonly error: string } {
  try {
    const value: Body = JSON.parse(text);
    return { value };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
