import { defaultIdentityPolicies, identityPolicyBounds, identityTypePattern } from '@perennial/domain';
import { Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { normalisers, strengths } from './identities-document.ts';
import type { PolicyDocument } from './identities-document.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { BlockedValues } from './blocked-values.tsx';
import { isWholeWithin, mustBe } from '../../../editing/form-rules.ts';
import { LimitHint } from './limit-hint.tsx';
import { blockedInNormalForm, policiesInForce, policyOf } from './policy-list.ts';
import { usePolicyName } from './use-policy-name.ts';
import './policies.css';

interface Props {
  /** Absent: that of a new type. */
  readonly policy: PolicyDocument | undefined;
  readonly own: readonly PolicyDocument[];
  /** Whether members may have been found by it already. */
  readonly isPublished: boolean;
  readonly onClose: () => void;
  readonly onDone: (policy: PolicyDocument) => void;
}

/** Priority, limit and blocked values of a type; strength and normal form of one that nobody was found by yet. */
export function PolicyModal({ policy, own, isPublished, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const nameOf = usePolicyName();
  const [form] = Form.useForm<PolicyDocument>();
  const isFixed = isPublished || defaultIdentityPolicies.some(({ type }) => type === policy?.type);
  // A type that is typed begins with what it falls under today.
  const adopt = (next: string) => {
    if (!identityTypePattern.test(next)) return;
    const { type: _, ...rest } = policyOf(next, own);
    form.setFieldsValue({ ...rest, blockedValues: [...rest.blockedValues] });
  };
  const finish = (values: PolicyDocument) => {
    const { strength, normaliser } = isFixed && policy !== undefined ? policy : values;
    const { priority, perMemberMax, blockedValues } = values;
    const type = policy?.type ?? values.type;
    const blocked = [...new Set(blockedValues.map((value) => blockedInNormalForm(value, normaliser)))];
    onDone({ type, strength, priority, perMemberMax, normaliser, blockedValues: blocked });
  };
  const first = policy ?? policyOf('', own);
  return (
    <Modal
      open
      title={
        policy === undefined ? t('identity.policies.add') : t('identity.policies.edit', { type: nameOf(policy.type) })
      }
      okText={t('action.apply')}
      cancelText={t('action.cancel')}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ ...first, blockedValues: [...first.blockedValues] }}
        onFinish={finish}
      >
        {policy === undefined && <TypeField own={own} onType={adopt} />}
        <div className="policy-pair">
          <Form.Item name="strength" label={t('identity.policies.strength')}>
            <Select
              disabled={isFixed}
              options={strengths.map((value) => ({ value, label: t(`identity.policies.strengths.${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="normaliser" label={t('identity.policies.normaliser')}>
            <Select
              disabled={isFixed}
              options={normalisers.map((value) => ({ value, label: t(`identity.policies.normalisers.${value}`) }))}
            />
          </Form.Item>
        </div>
        <p className="hint">{isFixed ? t('identity.policies.fixed') : t('identity.policies.strengthHint')}</p>
        <Numbers type={policy?.type} own={own} />
        <BlockedValues />
      </Form>
    </Modal>
  );
}

function TypeField({ own, onType }: Pick<Props, 'own'> & { readonly onType: (type: string) => void }) {
  const { t } = useTranslation();
  const isType = (value: unknown) => typeof value === 'string' && identityTypePattern.test(value);
  const isFree = (value: unknown) => policiesInForce(own).every(({ type }) => type !== value);
  return (
    <Form.Item
      name="type"
      label={t('identity.policies.type')}
      extra={t('identity.policies.typeHint')}
      rules={[mustBe(isType, t('identity.policies.typeWrong')), mustBe(isFree, t('identity.policies.typeTaken'))]}
    >
      <Input onChange={({ target }) => onType(target.value)} />
    </Form.Item>
  );
}

/** Priority and limit, with how many members a limit would meet. */
function Numbers({ type, own }: Pick<Props, 'own'> & { readonly type: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const form = Form.useFormInstance<PolicyDocument>();
  const typed = Form.useWatch('type', form);
  const limit = Form.useWatch('perMemberMax', form);
  const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
    mustBe(
      isWholeWithin({ min, max }),
      t('identity.policies.numberWrong', { min: format.integer(min), max: format.integer(max) }),
    );
  return (
    <>
      <div className="policy-pair">
        <Form.Item
          name="priority"
          label={t('identity.policies.priority')}
          rules={[within(identityPolicyBounds.priority)]}
        >
          <InputNumber />
        </Form.Item>
        <Form.Item
          name="perMemberMax"
          label={t('identity.policies.perMember')}
          rules={[within(identityPolicyBounds.perMemberMax)]}
        >
          <InputNumber />
        </Form.Item>
      </div>
      <LimitHint type={type ?? typed ?? ''} limit={limit ?? null} own={own} />
    </>
  );
}
