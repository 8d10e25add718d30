import { ApiError } from '@perennial/contracts';
import { Alert, Button, Form, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { endOfDay } from '../../../format/zoned-days.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { unitsOfTyped, unitsText } from '../../../units/units-text.ts';
import { fieldsOfActs, isDangerous, numberOfAct, unitsOfAct } from './act.ts';
import type { WalletAct } from './act.ts';
import { ActForm } from './act-form.tsx';
import type { TypedAct } from './act-form.tsx';
import { factsOf, Refusal } from './refusal.tsx';
import { useWalletAct } from './use-wallet-act.ts';
import type { ActValues } from './send-act.ts';

interface Props {
  readonly memberId: string;
  readonly act: WalletAct;
  readonly onClose: () => void;
}

const secondPersonCode = 'adjustment.second_person_needed';

/** Asks for what the act needs, says in numbers what it will do, does it, and says why where it is refused. */
export function ActDialog({ memberId, act, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const [form] = Form.useForm<TypedAct>();
  const { send, propose } = useWalletAct({ memberId, act, onDone: onClose });
  const { decimals } = act.wallet;
  const wallet = local(act.wallet.name);
  const error = propose.error ?? send.error;
  const needsSecond = error instanceof ApiError && error.problem.code === secondPersonCode;
  const submit = (typed: TypedAct) => {
    propose.reset();
    send.mutate(valuesOf(typed, { act, decimals, zone: format.zone }));
  };
  return (
    <Modal
      open
      title={t(`wallets.actTitle.${act.kind}`, { wallet, number: numberOfAct(act) })}
      okText={t(`wallets.act.${act.kind}`)}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: isDangerous(act.kind), loading: send.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="modal-lead">
        {t(`wallets.actLead.${act.kind}`, { units: unitsText(unitsOfAct(act), decimals, format) })}
      </p>
      {needsSecond ? (
        <SecondPerson
          error={error}
          decimals={decimals}
          isPending={propose.isPending}
          onPropose={() => propose.mutate(valuesOf(form.getFieldsValue(), { act, decimals, zone: format.zone }))}
        />
      ) : (
        error !== null && <Refusal error={error} decimals={decimals} />
      )}
      <ActForm form={form} act={act} onFinish={submit} />
    </Modal>
  );
}

interface Read {
  readonly act: WalletAct;
  readonly decimals: number;
  readonly zone: string;
}

/** What was typed, in the units and instants that the API takes: a last day ends with it. */
function valuesOf({ units, reason, lastDay, isNever, to }: TypedAct, { act, decimals, zone }: Read): ActValues {
  const asked = fieldsOfActs[act.kind];
  const whole = asked.units === undefined ? undefined : unitsOfTyped(units, decimals);
  const code = reason?.trim() ?? '';
  const day = lastDay === undefined ? undefined : new Date(endOfDay(lastDay, zone) + 1).toISOString();
  const expiresAt = asked.expires === undefined ? undefined : isNever === true ? null : day;
  return {
    ...(whole === undefined ? {} : { units: whole }),
    ...(asked.reason === undefined || code === '' ? {} : { reason: code }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(to === undefined ? {} : { to }),
  };
}

interface SecondProps {
  readonly error: ApiError;
  readonly decimals: number;
  readonly isPending: boolean;
  readonly onPropose: () => void;
}

function SecondPerson({ error, decimals, isPending, onPropose }: SecondProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { above } = factsOf(error);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('wallets.second.title')}
      description={t('wallets.second.lead', {
        above: typeof above === 'number' ? unitsText(above, decimals, format) : '',
      })}
      action={
        <Button loading={isPending} onClick={onPropose}>
          {t('wallets.second.propose')}
        </Button>
      }
    />
  );
}
