import { scopes } from '@perennial/contracts';
import type { Capability } from '@perennial/contracts';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';

interface Values {
  readonly name: string;
  readonly source: string;
  readonly scopes: Capability[];
}

interface Props {
  readonly kind: 'write' | 'api';
  readonly onClose: () => void;
  readonly onCreated: (secret: string) => void;
}

/** Asks for what a new key is called and what it may do. */
export function CreateKeyModal({ kind, onClose, onCreated }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const create = useMutation({
    mutationFn: ({ name, source, scopes: chosen }: Values) =>
      api.keys.create({ body: kind === 'write' ? { kind, name, source } : { kind, name, scopes: chosen } }),
    onSuccess: ({ secret }) => onCreated(secret),
  });
  return (
    <Modal
      open
      title={kind === 'write' ? t('keys.sources.create') : t('keys.api.create')}
      okText={t('action.add')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: create.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {create.isError && <ProblemPanel error={create.error} isWrite />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => create.mutate(values)}>
        <Form.Item name="name" label={t('keys.sources.name')} rules={[{ required: true, max: 200 }]}>
          <Input />
        </Form.Item>
        {kind === 'write' ? (
          <Form.Item
            name="source"
            label={t('keys.sources.source')}
            extra={t('keys.sources.sourceHint')}
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9_.-]{0,62}$/ }]}
          >
            <Input />
          </Form.Item>
        ) : (
          <Form.Item name="scopes" label={t('keys.api.scopes')} rules={[{ required: true }]}>
            <Select mode="multiple" options={scopes.map((scope) => ({ value: scope, label: scope }))} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
