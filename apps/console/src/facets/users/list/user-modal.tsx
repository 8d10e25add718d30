import { roles } from '@perennial/contracts';
import type { Role } from '@perennial/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { storesQuery } from '../../../api/queries.ts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly storeIds?: string[];
}

interface Props {
  /** Absent: a new one. */
  readonly user: Result<'users', 'list'>['items'][number] | undefined;
  readonly onClose: () => void;
  readonly onDone: (link: Result<'users', 'createLink'> | undefined) => void;
}

/** Name, role and stores of a user; a new one comes with a link to sign in with. */
export function UserModal({ user, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const confirmed = useConfirmed();
  const role = Form.useWatch('role', form) ?? user?.role;
  const save = useMutation({
    mutationFn: ({ email, ...rest }: Values) =>
      confirmed.run(async () => {
        const storeIds = rest.role === 'store_staff' ? (rest.storeIds ?? []) : [];
        if (user === undefined) return (await api.users.create({ body: { ...rest, email, storeIds } })).link;
        await api.users.update({ params: { userId: user.id }, body: { ...rest, storeIds } });
        return undefined;
      }),
    onSuccess: onDone,
  });
  return (
    <Modal
      open
      title={user === undefined ? t('users.create') : t('users.edit', { name: user.name })}
      okText={t('action.save')}
      cancelText={t('action.cancel')}
      okButtonProps={{ loading: save.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {confirmed.dialog}
      {save.isError && <ProblemPanel error={save.error} isWrite />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={user ?? { role: 'viewer' }}
        onFinish={(values) => save.mutate(values)}
      >
        <Form.Item name="name" label={t('users.name')} rules={[{ required: true, max: 200 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="email" label={t('users.email')} rules={[{ required: true, type: 'email' }]}>
          <Input type="email" disabled={user !== undefined} />
        </Form.Item>
        <Form.Item name="role" label={t('users.role')} rules={[{ required: true }]}>
          <Select options={roles.map((one) => ({ value: one, label: t(`role.${one}`) }))} />
        </Form.Item>
        {role === 'store_staff' && (
          <Form.Item name="storeIds" label={t('users.stores')} rules={[{ required: true }]}>
            <StoreSelect />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

interface SelectProps {
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (storeIds: string[]) => void;
}

/** The stores that are known, and any other by its id. The list comes when it comes: an id can be typed at once. */
function StoreSelect(input: SelectProps) {
  const { data: stores = noStores } = useQuery(storesQuery());
  return (
    <Select
      {...input}
      mode="tags"
      options={stores.items.map(({ storeId, name }) => ({ value: storeId, label: `${name} (${storeId})` }))}
    />
  );
}

const noStores = { items: [] };
