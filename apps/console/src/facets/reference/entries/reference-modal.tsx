import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Asked } from '../../../ui/loading/asked.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import { versionsQuery } from './entries-query.ts';
import { ReferenceFields } from './reference-fields.tsx';
import type { ReferenceEntry, ReferenceKind, ReferenceValues } from './reference-kinds.ts';
import { VersionList } from './version-list.tsx';
import type { ReferenceKindName } from '../urls/search.ts';

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
  return (
    <Modal
      open
      width={760}
      title={id === undefined ? t(`reference.add.${name}`) : t('reference.editTitle', { id })}
      footer={null}
      onCancel={onClose}
    >
      {id === undefined ? (
        <EntryForm name={name} kind={kind} current={undefined} onClose={onClose} />
      ) : (
        <Asked query={versionsQuery(name, kind, id)} pending={<SkeletonRows rows={6} label={t('reference.title')} />}>
          {(versions) => <KnownEntry name={name} kind={kind} versions={versions} onClose={onClose} />}
        </Asked>
      )}
    </Modal>
  );
}

interface KnownProps extends Omit<Props, 'id'> {
  readonly versions: Awaited<ReturnType<ReferenceKind['versions']>>;
}

/** An entry that there is; a new version of it is another form. */
function KnownEntry({ name, kind, versions, onClose }: KnownProps) {
  const [current] = versions.entries;
  return (
    <>
      {current !== undefined && (
        <EntryForm key={current.version} name={name} kind={kind} current={current} onClose={onClose} />
      )}
      <VersionList versions={versions.entries} fields={kind.fields} isWhole={versions.nextCursor === null} />
    </>
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
      void message.success(t('reference.saved'));
      onClose();
    },
  });
  const withdraw = () => {
    if (current === undefined) return;
    modal.confirm({
      title: t('reference.withdrawTitle', { id: current.id }),
      content: t('reference.withdrawLead'),
      okText: t('reference.withdraw'),
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
            {current === undefined ? t('action.add') : t('reference.save')}
          </GuardedButton>
          {isHeld && (
            <GuardedButton danger needs={kind.needs} disabled={save.isPending} onClick={withdraw}>
              {t('reference.withdraw')}
            </GuardedButton>
          )}
          <Button onClick={onClose}>{t('action.close')}</Button>
        </div>
      </Form>
    </>
  );
}
