import { Checkbox, Form, InputNumber } from 'antd';
import type { FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { mustBe } from '../../../editing/form-rules.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DayPicker } from '../../../ui/day/day-picker.tsx';
import { MemberSelect } from '../../../ui/select/member-select.tsx';
import { ReasonItem } from '../../../units/reason-item.tsx';
import { unitsOfTyped } from '../../../units/units-text.ts';
import { fieldsOfActs } from './act.ts';
import type { ActFields, WalletAct } from './act.ts';

/** As it is typed: units as they are shown, a day for an expiry. */
export interface TypedAct {
  readonly units?: number | null;
  readonly reason?: string;
  readonly lastDay?: string;
  readonly isNever?: boolean;
  readonly to?: string;
}

interface Props {
  readonly form: FormInstance<TypedAct>;
  readonly act: WalletAct;
  readonly onFinish: (typed: TypedAct) => void;
}

export function ActForm({ form, act, onFinish }: Props) {
  const { t } = useTranslation();
  const { units, reason, expires, asksWhom } = fieldsOfActs[act.kind];
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={onFinish}>
      {asksWhom === true && (
        <Form.Item
          name="to"
          label={t('wallets.field.to')}
          rules={[{ required: true, message: t('wallets.field.toMissing') }]}
        >
          <WhomInput />
        </Form.Item>
      )}
      {units !== undefined && <UnitsItem units={units} decimals={act.wallet.decimals} />}
      {expires !== undefined && <ExpiryItems expires={expires} />}
      {reason !== undefined && <ReasonItem isNeeded={reason === 'needed'} />}
    </Form>
  );
}

interface WhomProps {
  readonly value?: string;
  readonly onChange?: (memberId: string | undefined) => void;
}

/** The form gives it value and change. */
function WhomInput({ value, onChange }: WhomProps) {
  const { t } = useTranslation();
  return <MemberSelect label={t('wallets.field.to')} value={value} onChange={(id) => onChange?.(id)} />;
}

interface UnitsProps {
  readonly units: NonNullable<ActFields['units']>;
  readonly decimals: number;
}

function UnitsItem({ units, decimals }: UnitsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const step = format.decimal(10 ** -decimals, decimals);
  const isSigned = units === 'signed';
  const isRight = (value: unknown) => {
    if (value === null || value === undefined) return units === 'orAll';
    const whole = typeof value === 'number' ? unitsOfTyped(value, decimals) : undefined;
    return whole !== undefined && (isSigned ? whole !== 0 : whole > 0);
  };
  const wrong = isSigned ? t('wallets.field.unitsSignedWrong', { step }) : t('wallets.field.unitsWrong', { step });
  return (
    <Form.Item
      name="units"
      label={isSigned ? t('wallets.field.unitsSigned') : t('wallets.field.units')}
      extra={units === 'orAll' ? t('wallets.field.unitsAll') : undefined}
      rules={[mustBe(isRight, wrong)]}
    >
      <InputNumber className="block" />
    </Form.Item>
  );
}

function ExpiryItems({ expires }: { readonly expires: NonNullable<ActFields['expires']> }) {
  const { t } = useTranslation();
  const isNever = Form.useWatch<boolean | undefined>('isNever') === true;
  const isNeeded = expires === 'needed' || (expires === 'orNever' && !isNever);
  return (
    <>
      <Form.Item
        name="lastDay"
        label={t('wallets.field.expires')}
        extra={t('wallets.field.expiresHint')}
        rules={[{ required: isNeeded }]}
      >
        <DayPicker
          className="block"
          disabled={isNever}
          placeholder={expires === 'asProgram' ? t('wallets.field.expiresProgram') : ''}
        />
      </Form.Item>
      {expires !== 'needed' && (
        <Form.Item name="isNever" valuePropName="checked">
          <Checkbox>{t('wallets.field.expiresNever')}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}
