import { Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bilingual } from '../document-parts.ts';
import { mustBe } from '../form-rules.ts';
import { documentIdPattern } from './folder-documents.ts';

interface Props {
  readonly title: string;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onDone: (made: { readonly id: string; readonly name: Bilingual }) => void;
}

interface Typed {
  readonly id: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

const nameLengthMax = 200;

/** Names and id of a new document; the rest is edited where all others are. */
export function NewDocumentModal({ title, taken, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Typed>();
  return (
    <Modal
      open
      title={title}
      okText={t('action.add')}
      cancelText={t('action.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ id, nameZh, nameEn }) => onDone({ id, name: { en: nameEn, zh: nameZh } })}
      >
        <Form.Item name="nameZh" label={t('name.zh')} rules={[{ required: true }]}>
          <Input maxLength={nameLengthMax} />
        </Form.Item>
        <Form.Item name="nameEn" label={t('name.en')} rules={[{ required: true }]}>
          <Input maxLength={nameLengthMax} />
        </Form.Item>
        <Form.Item
          name="id"
          label={t('editing.id')}
          extra={t('editing.idHint')}
          rules={[
            { required: true, pattern: documentIdPattern, message: t('editing.idWrong') },
            mustBe((value) => typeof value !== 'string' || !taken.includes(value), t('editing.idTaken')),
          ]}
        >
          <Input />
        </Form.Item>
      </Form>
    </Modal>
  );
}
