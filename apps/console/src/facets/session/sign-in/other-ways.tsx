import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { takePasskey } from '../../../ui/sign-in/passkeys.ts';

/** Signs in with whichever passkey the reader chooses, without a password. */
export function PasskeyButton({ onEntered }: { readonly onEntered: (session: Result<'session', 'me'>) => void }) {
  const { t } = useTranslation();
  const enter = useMutation({
    mutationFn: async () => {
      const { token, options } = await api.session.askPasskey();
      return api.session.signInByPasskey({ body: { token, response: await takePasskey(options) } });
    },
    onSuccess: onEntered,
  });
  return (
    <>
      {enter.isError && <ProblemPanel error={enter.error} isWrite />}
      <Button block loading={enter.isPending} onClick={() => enter.mutate()}>
        {t('session.signIn.byPasskey')}
      </Button>
    </>
  );
}

interface ProviderProps {
  readonly name: string;
  /** Where to go after signing in. */
  readonly next: string;
  readonly isOnly: boolean;
}

/** Leads to the company's provider, from where the reader comes back signed in. */
export function ProviderButton({ name, next, isOnly }: ProviderProps) {
  const { t } = useTranslation();
  const leave = useMutation({
    mutationFn: () => api.session.visitProvider({ body: { next } }),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      {leave.isError && <ProblemPanel error={leave.error} isWrite />}
      <Button
        block
        type={isOnly ? 'primary' : 'default'}
        loading={leave.isPending || leave.isSuccess}
        onClick={() => leave.mutate()}
      >
        {t('session.signIn.byProvider', { name })}
      </Button>
    </>
  );
}
