import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createCommandKeys } from '../../../api/command-key.ts';
import { memberKey } from '../../../facet/member-places.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { unitsText } from '../../../units/units-text.ts';
import { numberOfAct } from './act.ts';
import type { WalletAct } from './act.ts';
import { proposeAdjustment, sendAct } from './send-act.ts';
import type { ActValues } from './send-act.ts';

interface Options {
  readonly memberId: string;
  readonly act: WalletAct;
  readonly onDone: () => void;
}

/** Sends an act, or proposes it, under a key of its own that is kept while the same is tried again; then reads the member anew. */
export function useWalletAct({ memberId, act, onDone }: Options) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const [keyOf] = useState(createCommandKeys);
  const [proposalKeyOf] = useState(createCommandKeys);
  const sent = (values: ActValues, key: typeof keyOf) => {
    const what = { kind: act.kind, wallet: act.wallet.wallet, number: numberOfAct(act), values };
    return { memberId, act, values, idempotencyKey: key(what) };
  };
  const done = async (text: string) => {
    onDone();
    void message.success(text);
    await queryClient.invalidateQueries({ queryKey: memberKey(memberId) });
  };
  const send = useMutation({
    mutationFn: (values: ActValues) => sendAct(sent(values, keyOf)),
    onSuccess: ({ available }) =>
      done(
        available === undefined
          ? t('wallets.doneNoFigure')
          : t('wallets.done', { units: unitsText(available, act.wallet.decimals, format) }),
      ),
  });
  const propose = useMutation({
    mutationFn: (values: ActValues) => proposeAdjustment(sent(values, proposalKeyOf)),
    onSuccess: async () => {
      await done(t('wallets.second.proposed'));
      await queryClient.invalidateQueries({ queryKey: ['approvals'] });
    },
  });
  return { send, propose };
}
