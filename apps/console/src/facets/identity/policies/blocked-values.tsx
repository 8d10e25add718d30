import { blockedValuesMax } from '@perennial/domain';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PolicyDocument } from '../../../editing/program-documents.ts';
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
      label={t('program.identities.blocked')}
      extra={
        strangers.length > 0 ? (
          <span className="hint-warning" role="alert">
            {t('program.identities.blockedNoCountry', { values: strangers.join(t('value.separator')) })}
          </span>
        ) : (
          t('program.identities.blockedHint')
        )
      }
      rules={[
        mustBe(isFew, t('program.identities.blockedTooMany', { max: format.integer(blockedValuesMax) })),
        mustBe(isShort, t('program.identities.blockedTooLong')),
      ]}
    >
      <Select mode="tags" tokenSeparators={separators} open={false} suffixIcon={null} />
    </Form.Item>
  );
}
