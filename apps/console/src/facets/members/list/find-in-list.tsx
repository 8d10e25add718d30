import { SearchOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { MemberName } from '../../../ui/member-name.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { membersPaths } from '../urls/paths.ts';

type Filter = Parameters<typeof api.members.searchList>[0]['body']['filter'];

interface Props {
  /** What the list is narrowed by. */
  readonly filter: Filter;
}

/** Finds by a name, also by one character of it, among those whom a narrowed list shows: their names are opened for it. */
export function FindInList({ filter }: Props) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <GuardedButton needs="members.reveal" icon={<SearchOutlined aria-hidden />} onClick={() => setIsOpen(true)}>
        {t('members.find.open')}
      </GuardedButton>
      {isOpen && <FindDialog filter={filter} onClose={() => setIsOpen(false)} />}
    </>
  );
}

interface Values {
  readonly name: string;
  readonly reason: string;
}

const nameLengthMax = 100;

function FindDialog({ filter, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const find = useMutation({ mutationFn: (values: Values) => api.members.searchList({ body: { filter, ...values } }) });
  return (
    <Modal
      open
      title={t('members.find.title')}
      okText={t('members.find.open')}
      cancelText={t('action.close')}
      okButtonProps={{ loading: find.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-lead">{t('members.find.lead')}</p>
      <Form form={form} layout="vertical" onFinish={(values) => find.mutate(values)} requiredMark={false}>
        <Form.Item name="name" label={t('members.find.name')} rules={[{ required: true, max: nameLengthMax }]}>
          <Input />
        </Form.Item>
        <Form.Item name="reason" label={t('reason.label')} rules={[{ required: true, min: 3, max: 500 }]}>
          <Input placeholder={t('reason.hint')} />
        </Form.Item>
      </Form>
      {find.isError && <ProblemPanel error={find.error} isWrite />}
      {find.data !== undefined && <Found found={find.data} asOf={filter.asOf} />}
    </Modal>
  );
}

interface FoundProps {
  readonly found: Result<'members', 'searchList'>;
  readonly asOf: Filter['asOf'];
}

function Found({ found: { items, searched }, asOf }: FoundProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <output>
        {t('members.find.found', { found: format.integer(items.length), searched: format.integer(searched) })}
      </output>
      <ul className="found-in-list">
        {items.map(({ member, maskedName }) => (
          <li key={member.id}>
            <RouteLink href={membersPaths.member(member.id, asOf === undefined ? {} : { asOf })}>
              <MemberName {...member} />
            </RouteLink>{' '}
            <span className="quiet">{maskedName}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
