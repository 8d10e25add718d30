import { blockedValuesMax } from '@perennial/domain';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PolicyDocument } from './identities-document.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { mustBe } from '../../../editing/form-rules.ts';
import { numbersWithoutCountry } from './policy-list.ts';

const lengthMax = 200;
/** A pasted list is cut at these. */
const separators = ['\n', '\t', ',', ';'];

/** Values that identify nobody, in the form of a policy. */
export function BlockedValues() {
  const { t } = useTranslation();
  const format = useFormat();
  const form = Form.useFormInstance<PolicyDocument>();
  const normaliser = Form.useWatch('normaliser', form);
  const blocked = Form.useWatch('blockedValues', form) ?? [];
  const strangers = normaliser === 'phone' ? numbersWithoutCountry(blocked) : [];
  const isFew = (values: unknown) => Array.isArray(values) && values.length <= blockedValuesMax;
  const isShort = (values: unknown) =>
    Array.isArray(values) && values.every((value) => typeof value === 'string' && value.length <= lengthMax);
  return (
    <Form.Item
      name="blockedValues"
      label={t('identity.policies.blocked')}
      extra={
        strangers.length > 0 ? (
          <span className="hint-warning" role="alert">
            {t('identity.policies.blockedNoCountry', { values: strangers.join(t('value.separator')) })}
          </span>
        ) : (
          t('identity.policies.blockedHint')
        )
      }
      rules={[
        mustBe(isFew, t('identity.policies.blockedTooMany', { max: format.integer(blockedValuesMax) })),
        mustBe(isShort, t('identity.policies.blockedTooLong')),
      ]}
    >
      <Select mode="tags" tokenSeparators={separators} open={false} suffixIcon={null} />
    </Form.Item>
  );
}
