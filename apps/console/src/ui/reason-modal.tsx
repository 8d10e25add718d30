import { Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemPanel } from './problem-panel.tsx';

export interface ReasonValues {
  readonly reason: string;
  readonly confirm?: string;
}

interface Props {
  readonly title: string;
  /** What the act will do, in numbers. */
  readonly lead: ReactNode;
  readonly submit: string;
  readonly isDangerous?: boolean;
  /** Must be typed to confirm, with what asks for it. */
  readonly confirm?: { readonly text: string; readonly label: string };
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: (values: ReasonValues) => void;
  readonly onClose: () => void;
}

/** Asks for the reason that the audit log will carry, and where it cannot be undone for a typed confirmation. */
export function ReasonModal(props: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ReasonValues>();
  return (
    <Modal
      open
      title={props.title}
      okText={props.submit}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: props.isDangerous === true, loading: props.isPending }}
      onOk={() => form.submit()}
      onCancel={props.onClose}
    >
      <p className="modal-lead">{props.lead}</p>
      {props.error !== null && <ProblemPanel error={props.error} isWrite />}
      <Form form={form} layout="vertical" onFinish={props.onSubmit} requiredMark={false}>
        <Form.Item name="reason" label={t('reason.label')} rules={[{ required: true, min: 3, max: 500 }]}>
          <Input placeholder={t('reason.hint')} />
        </Form.Item>
        {props.confirm !== undefined && (
          <Form.Item
            name="confirm"
            label={
              <span>
                {props.confirm.label}: <code>{props.confirm.text}</code>
              </span>
            }
            rules={[{ required: true, type: 'enum', enum: [props.confirm.text] }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
