import { UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { TopBarProps } from '../../../facet/frame-places.ts';
import { useGo } from '../../../ui/link.tsx';
import { sessionPaths } from '../urls/paths.ts';
import { LanguageMenu, ThemeMenu } from './choices.tsx';
import { useSession } from '../../../reader/session.ts';

/** Language, theme, and what is the reader's own. */
export function UserMenu({ onShowKeys }: TopBarProps) {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { user } = useSession();
  const signOut = useMutation({
    mutationFn: () => api.session.signOut(),
    onSuccess: ({ providerUrl }) => {
      // Whoever came by the company's provider is signed in there still: it asks whether that is to end as well.
      if (providerUrl === null) go(sessionPaths.signIn());
      else location.assign(providerUrl);
      queryClient.clear();
    },
  });
  const items = [
    { key: 'who', label: `${user.name} · ${t(`role.${user.role}`)}`, disabled: true },
    { key: 'account', label: t('session.menu.account'), onClick: () => go(sessionPaths.account()) },
    { key: 'keys', label: t('shell.keys'), onClick: onShowKeys },
    { key: 'out', label: t('session.menu.signOut'), onClick: () => signOut.mutate() },
  ];
  return (
    <div className="top-actions">
      <LanguageMenu />
      <ThemeMenu />
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button type="text" icon={<UserOutlined />} aria-label={t('session.menu.account')} aria-haspopup="menu" />
      </Dropdown>
    </div>
  );
}
