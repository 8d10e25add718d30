import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { ReferenceFields } from './reference-fields.tsx';
import type { ReferenceEntry, ReferenceKind, ReferenceKindName, ReferenceValues } from './reference-kinds.ts';
import { VersionList } from './version-list.tsx';

interface Props {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  /** Undefined: a new one. */
  readonly id: string | undefined;
  readonly onClose: () => void;
}

/** One entry of reference data: read and changed, with all of its versions. */
export function ReferenceModal({ name, kind, id, onClose }: Props) {
  const { t } = useTranslation();
  const versions = useQuery({
    queryKey: ['reference', name, 'versions', id],
    queryFn: ({ signal }) => kind.versions(id ?? '', signal),
    enabled: id !== undefined,
  });
  const current = versions.data?.entries[0];
  return (
    <Modal
      open
      width={760}
      title={id === undefined ? t(`data.reference.add.${name}`) : t('data.reference.editTitle', { id })}
      footer={null}
      onCancel={onClose}
    >
      {versions.error !== null && <ProblemPanel error={versions.error} onRetry={() => void versions.refetch()} />}
      {id !== undefined && versions.isPending && <SkeletonRows rows={6} label={t('data.reference.title')} />}
      {(id === undefined || current !== undefined) && (
        <EntryForm key={current?.version ?? 0} name={name} kind={kind} current={current} onClose={onClose} />
      )}
      {versions.data !== undefined && (
        <VersionList
          versions={versions.data.entries}
          fields={kind.fields}
          isWhole={versions.data.nextCursor === null}
        />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly name: ReferenceKindName;
  readonly kind: ReferenceKind;
  readonly current: ReferenceEntry | undefined;
  readonly onClose: () => void;
}

function EntryForm({ name, kind, current, onClose }: FormProps) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const queryClient = useQueryClient();
  const [form] = Form.useForm<ReferenceValues>();
  const save = useMutation({
    mutationFn: (values: ReferenceValues) => kind.save(values),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['reference', name] });
      void message.success(t('data.reference.saved'));
      onClose();
    },
  });
  const withdraw = () => {
    if (current === undefined) return;
    modal.confirm({
      title: t('data.reference.withdrawTitle', { id: current.id }),
      content: t('data.reference.withdrawLead'),
      okText: t('data.reference.withdraw'),
      cancelText: t('action.cancel'),
      okButtonProps: { danger: true },
      onOk: () => save.mutate({ ...current.values, rate: '' }),
    });
  };
  const isHeld = name === 'rates' && (current?.values.rate ?? '') !== '';
  return (
    <>
      {save.isError && <ProblemPanel error={save.error} isWrite />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={current?.values ?? {}}
        onFinish={(values: ReferenceValues) => save.mutate({ ...current?.values, ...values })}
      >
        <ReferenceFields kind={kind} name={name} isNew={current === undefined} />
        <div className="bulk">
          <GuardedButton type="primary" htmlType="submit" needs={kind.needs} loading={save.isPending}>
            {current === undefined ? t('action.add') : t('data.reference.save')}
          </GuardedButton>
          {isHeld && (
            <GuardedButton danger needs={kind.needs} disabled={save.isPending} onClick={withdraw}>
              {t('data.reference.withdraw')}
            </GuardedButton>
          )}
          <Button onClick={onClose}>{t('action.close')}</Button>
        </div>
      </Form>
    </>
  );
}
