import { AutoComplete, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { mustBe } from '../editing/form-rules.ts';
import { ComboInput } from '../ui/select/combo-input.tsx';
import { knownReasons, reasonPattern, reasonText } from './reason-text.ts';

/** The reason of an act, as the item `reason` of its form: a code, chosen by what it means or typed. */
export function ReasonItem({ isNeeded }: { readonly isNeeded: boolean }) {
  const { t } = useTranslation();
  const isRight = (value: unknown) => {
    if (value === undefined || value === '') return !isNeeded;
    return typeof value === 'string' && reasonPattern.test(value.trim());
  };
  return (
    <Form.Item
      name="reason"
      label={isNeeded ? t('reasonCode.label') : t('reasonCode.optional')}
      extra={t('reasonCode.hint')}
      rules={[mustBe(isRight, t('reasonCode.wrong'))]}
    >
      <AutoComplete
        options={knownReasons.map((code) => ({ value: code, label: `${reasonText(code, t)} · ${code}` }))}
        showSearch={{
          filterOption: (typed, option) =>
            String(option?.label ?? '')
              .toLowerCase()
              .includes(typed.toLowerCase()),
        }}
      >
        <ComboInput />
      </AutoComplete>
    </Form.Item>
  );
}
