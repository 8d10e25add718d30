import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocal, useWireLanguage } from '../../../i18n/use-local.ts';
import { useVerdict } from '../../../reader/session.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { downloadMembers, downloadRevealed } from './download-members.ts';
import type { ListFile } from './download-members.ts';

interface Props {
  readonly file: Omit<ListFile, 'language'>;
  /** Unknown while the list is on its way. */
  readonly count: string | undefined;
  readonly isDisabled: boolean;
}

/** Gives the list out as a file; it is asked before whether people should be reachable by it. */
export function ExportMembers({ file, count, isDisabled }: Props) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <GuardedButton
        needs="members.download"
        icon={<DownloadOutlined />}
        disabled={isDisabled}
        onClick={() => setIsAsking(true)}
      >
        {t('action.exportCsv')}
      </GuardedButton>
      {isAsking && <ExportDialog file={file} count={count} onClose={() => setIsAsking(false)} />}
    </>
  );
}

interface DialogProps {
  readonly file: Omit<ListFile, 'language'>;
  readonly count: string | undefined;
  readonly onClose: () => void;
}

interface Values {
  readonly reason: string;
}

function ExportDialog({ file, count, onClose }: DialogProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const language = useWireLanguage();
  const verdict = useVerdict('members.reveal');
  const [form] = Form.useForm<Values>();
  const [isRevealing, setIsRevealing] = useState(false);
  const reveal = useMutation({
    mutationFn: ({ reason }: Values) => downloadRevealed({ ...file, language }, reason),
    onSuccess: onClose,
  });
  const submit = (values: Values) => {
    if (isRevealing) {
      reveal.mutate(values);
      return;
    }
    downloadMembers({ ...file, language });
    onClose();
  };
  const columns = file.columns.map((key) => t(`members.column.${key}`)).join(t('condition.comma'));
  return (
    <Modal
      open
      title={count === undefined ? t('action.exportCsv') : t('members.file.title', { count })}
      okText={t('action.exportCsv')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: reveal.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-lead">{t('members.file.lead', { columns })}</p>
      {reveal.isError && <ProblemPanel error={reveal.error} isWrite />}
      <Form form={form} layout="vertical" onFinish={submit} requiredMark={false}>
        <Checkbox
          checked={isRevealing}
          disabled={!verdict.isAllowed}
          onChange={({ target }) => setIsRevealing(target.checked)}
        >
          {t('members.file.identities')}
        </Checkbox>
        <p className="quiet">{verdict.isAllowed ? t('members.file.identitiesHint') : local(verdict.reason)}</p>
        {isRevealing && (
          <Form.Item name="reason" label={t('reason.label')} rules={[{ required: true, min: 3, max: 500 }]}>
            <Input placeholder={t('reason.hint')} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
