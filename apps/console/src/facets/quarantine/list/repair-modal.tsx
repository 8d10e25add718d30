import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useLanguage, useLocal } from '../../../i18n/use-local.ts';
import { useSaid } from '../../../i18n/use-said.ts';
import { useVerdict } from '../../../reader/session.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import type { ReasonValues } from '../../../ui/reason-modal.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { quarantineQueries } from './quarantine-queries.ts';

type Body = RouteInput<Routes['quarantine']['repair']>['body']['body'];

interface Props {
  readonly id: string;
  readonly onClose: () => void;
}

/**
 * One quarantined fact, masked until it is revealed, with what is wrong with it; then it can be repaired and tried again. What was
 * revealed stands here as long as the dialog does, whatever else is asked for anew, and goes with it.
 */
export function RepairModal({ id, onClose }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const said = useSaid();
  const verdict = useVerdict('quarantine.repair');
  // What is typed; undefined as long as the fact is as it was sent.
  const [text, setText] = useState<string>();
  const [isBroken, setIsBroken] = useState(false);
  const [revealed, setRevealed] = useState<Fact>();
  const repair = useRepair(id, onClose);
  const send = () => {
    if (revealed === undefined) return;
    const parsed = parseJson(text ?? textOf(revealed));
    setIsBroken(parsed === undefined);
    if (parsed !== undefined) repair.mutate(parsed.value);
  };
  return (
    <Modal
      open
      width={680}
      title={t(verdict.isAllowed ? 'quarantine.repairTitle' : 'quarantine.lookTitle')}
      okText={t('quarantine.repair')}
      cancelText={t('action.close')}
      okButtonProps={{
        disabled: !verdict.isAllowed || revealed === undefined,
        loading: repair.isPending,
        ...(verdict.isAllowed ? {} : { 'aria-description': local(verdict.reason) }),
      }}
      onOk={send}
      onCancel={onClose}
    >
      <Asked query={quarantineQueries.one(id)} pending={<SkeletonRows rows={6} label={t('quarantine.repairTitle')} />}>
        {(masked) => <FactBody fact={revealed ?? masked} text={text ?? textOf(revealed ?? masked)} onText={setText} />}
      </Asked>
      {revealed === undefined && <Reveal id={id} onRevealed={setRevealed} />}
      {!verdict.isAllowed && <p className="modal-lead">{local(verdict.reason)}</p>}
      {isBroken && <Alert type="error" title={t('quarantine.notJson')} />}
      {repair.isSuccess && repair.data.verdict !== 'accepted' && (
        <Alert type="warning" title={t('quarantine.again', { reason: said(repair.data.reason ?? '') })} />
      )}
      {repair.isError && <ProblemPanel error={repair.error} isWrite />}
    </Modal>
  );
}

type Fact = Result<'quarantine', 'get'>;

function useRepair(id: string, onTaken: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => api.quarantine.repair({ params: { quarantineId: id }, body: { body } }),
    onSuccess: async (answer) => {
      await queryClient.invalidateQueries({ queryKey: ['quarantine'] });
      if (answer.verdict !== 'accepted' && answer.verdict !== 'duplicate') return;
      void message.success(t('quarantine.accepted', { count: 1 }));
      onTaken();
    },
  });
}

interface BodyProps {
  readonly fact: Fact;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function FactBody({ fact, text, onText }: BodyProps) {
  const { t } = useTranslation();
  const said = useSaid();
  const language = useLanguage();
  return (
    <>
      <p className="modal-lead">{said(fact.reason, fact.code)}</p>
      <ul className="issues">
        {fact.issues.map((issue) => (
          <li key={issue.path + issue.message} title={issue.path}>
            {language === 'en' && <code>{issue.path}</code>} {said(issue.message, fact.code)}
          </li>
        ))}
      </ul>
      <Input.TextArea
        className="code-area"
        aria-label={t('quarantine.body')}
        autoSize={{ minRows: 8, maxRows: 20 }}
        spellCheck={false}
        readOnly={fact.isMasked}
        value={text}
        onChange={({ target }) => onText(target.value)}
      />
    </>
  );
}

interface RevealProps {
  readonly id: string;
  readonly onRevealed: (fact: Fact) => void;
}

function Reveal({ id, onRevealed }: RevealProps) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const reveal = useMutation({
    mutationFn: ({ reason }: ReasonValues) => api.quarantine.reveal({ params: { quarantineId: id }, body: { reason } }),
    onSuccess: onRevealed,
  });
  return (
    <>
      <p className="modal-lead">{t('quarantine.masked')}</p>
      <GuardedButton needs="members.reveal" onClick={() => setIsAsking(true)}>
        {t('quarantine.reveal')}
      </GuardedButton>
      {isAsking && (
        <ReasonModal
          title={t('quarantine.revealTitle')}
          lead={t('quarantine.revealLead')}
          submit={t('quarantine.reveal')}
          error={reveal.error}
          isPending={reveal.isPending}
          onSubmit={reveal.mutate}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}

function textOf({ body }: { readonly body: unknown }): string {
  return JSON.stringify(body, null, 2);
}

function parseJson(text: string): { readonly value: Body } | undefined {
  try {
    const value: Body = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}
