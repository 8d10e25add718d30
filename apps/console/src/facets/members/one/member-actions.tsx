import { DownOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';
import type { MemberProfile } from '../../../facet/member-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { downloadFile } from '../../../ui/export/download.ts';
import { ReasonModal } from '../../../ui/reason-modal.tsx';
import type { ReasonValues } from '../../../ui/reason-modal.tsx';

type Act = 'reveal' | 'export' | 'erase';

/** Acts on personal data: each asks for a reason, and the last for a confirmation with its numbers. */
export function MemberActions({ profile }: { readonly profile: MemberProfile }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const canExport = useVerdict('members.export').isAllowed;
  const canErase = useVerdict('members.erase').isAllowed;
  const close = () => setAct(null);
  const reveal = useReveal(profile, close);
  const exportAll = useExport(profile, close);
  const erase = useErase(profile, close);
  const purchases = profile.metrics.find(({ field }) => field === 'purchase.count')?.value;
  const numbers = {
    identities: t('members.one.identityCount', { count: profile.identities.length }),
    attributes: t('members.one.attributeCount', { count: profile.attributes.length }),
    purchases:
      typeof purchases === 'number' ? t('members.one.purchaseCount', { count: purchases }) : t('value.unknown'),
  };
  const isErased = profile.status === 'erased';
  return (
    <>
      <GuardedButton needs="members.reveal" disabled={isErased} onClick={() => setAct('reveal')}>
        {t('members.one.reveal')}
      </GuardedButton>
      {(canExport || canErase) && !profile.isHistory ? (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              {
                key: 'export',
                label: t('members.one.exportData'),
                disabled: !canExport,
                onClick: () => setAct('export'),
              },
              {
                key: 'erase',
                label: t('members.one.erase'),
                danger: true,
                disabled: !canErase || isErased,
                onClick: () => setAct('erase'),
              },
            ],
          }}
        >
          <Button aria-haspopup="menu">
            {t('action.more')} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      ) : (
        <GuardedButton
          needs={canErase ? 'members.erase' : 'members.export'}
          refusal={profile.isHistory ? t('asOf.refusal') : undefined}
        >
          {t('action.more')}
        </GuardedButton>
      )}
      {act === 'reveal' && (
        <ReasonModal
          title={t('members.one.revealTitle')}
          lead={t('members.one.revealLead')}
          submit={t('members.one.reveal')}
          error={reveal.error}
          isPending={reveal.isPending}
          onSubmit={reveal.mutate}
          onClose={close}
        />
      )}
      {act === 'export' && (
        <ReasonModal
          title={t('members.one.exportTitle')}
          lead={t('members.one.exportLead', numbers)}
          submit={t('members.one.exportData')}
          error={exportAll.error}
          isPending={exportAll.isPending}
          onSubmit={exportAll.mutate}
          onClose={close}
        />
      )}
      {act === 'erase' && (
        <ReasonModal
          title={t('members.one.eraseTitle')}
          lead={t('members.one.eraseLead', numbers)}
          submit={t('members.one.erase')}
          isDangerous
          confirm={{ text: profile.id, label: t('members.one.eraseConfirm') }}
          error={erase.error}
          isPending={erase.isPending}
          onSubmit={erase.mutate}
          onClose={close}
        />
      )}
    </>
  );
}

/** Shows what is personal in clear until the page is left: the answer replaces the masked profile in the cache only. */
function useReveal(profile: MemberProfile, onDone: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ reason }: ReasonValues) =>
      api.members.reveal({ params: { memberId: profile.id }, body: { reason } }),
    onSuccess: ({ identities, attributes }) => {
      const clear = new Map(attributes.map((attribute) => [attribute.name, attribute]));
      queryClient.setQueriesData<MemberProfile>({ queryKey: [...memberKey(profile.id), 'profile'] }, (known) =>
        known === undefined
          ? known
          : {
              ...known,
              identities,
              // The answer is of now: of a past day only the sealed values, of which there is no other, are taken over.
              attributes: known.attributes.map((one) => (one.isPersonal ? (clear.get(one.name) ?? one) : one)),
            },
      );
      onDone();
    },
  });
}

function useExport(profile: MemberProfile, onDone: () => void) {
  return useMutation({
    mutationFn: async ({ reason }: ReasonValues) => {
      const response = await api.members.export({ params: { memberId: profile.id }, body: { reason } });
      downloadFile(`${profile.id}.ndjson`, await response.blob());
    },
    onSuccess: onDone,
  });
}

function useErase(profile: MemberProfile, onDone: () => void) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ reason, confirm = '' }: ReasonValues) =>
      api.members.erase({ params: { memberId: profile.id }, body: { reason, confirm } }),
    onSuccess: async ({ identitiesErased, secretsErased, factsKept, mentionsFound }) => {
      onDone();
      const done = t('members.one.eraseDone', {
        identities: t('members.one.identityCount', { count: identitiesErased }),
        secrets: t('members.one.secretCount', { count: secretsErased }),
        facts: t('members.one.factCount', { count: factsKept, facts: format.integer(factsKept) }),
      });
      const found = mentionsFound === 0 ? '' : ` ${t('members.one.eraseMentions', { mentions: mentionsFound })}`;
      void message.success(done + found);
      await queryClient.invalidateQueries({ queryKey: memberKey(profile.id) });
    },
  });
}
