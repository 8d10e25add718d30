import { roles } from '@perennial/contracts';
import type { Role } from '@perennial/contracts';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { useConfirmed } from '../../../ui/sign-in/confirm-identity.tsx';
import { policyQuery } from './users-queries.ts';

/** Roles whose people must have a second factor. */
export function PolicyPanel() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const confirmed = useConfirmed();
  const { data } = useSuspenseQuery(policyQuery());
  const change = useMutation({
    mutationFn: (factorRoles: Role[]) => confirmed.run(() => api.users.changePolicy({ body: { factorRoles } })),
    onSuccess: (policy) => queryClient.setQueryData(policyQuery().queryKey, policy),
  });
  return (
    <Panel title={t('users.policy')} lead={t('users.policyLead')} className="users-policy">
      {confirmed.dialog}
      {change.isError && <ProblemPanel error={change.error} isWrite />}
      <Checkbox.Group<Role>
        disabled={change.isPending}
        value={data.factorRoles}
        options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
        onChange={(factorRoles) => change.mutate(factorRoles)}
      />
    </Panel>
  );
}
