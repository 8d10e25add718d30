import { BulbOutlined, TranslationOutlined, UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { switchLanguage } from '../../../i18n/setup.ts';
import { useLanguage } from '../../../i18n/use-local.ts';
import { readThemeChoice, writeThemeChoice } from '../../../theme/preferences.ts';
import type { ThemeChoice } from '../../../theme/preferences.ts';
import { useGo } from '../../../ui/link.tsx';
import { paths } from '../../../urls/paths.ts';
import { useSession } from '../../../reader/session.ts';

/** Language names are written in their own language, so that who cannot read the present one finds the way. */
const languages = [
  { key: 'zh-CN', label: '简体中文' },
  { key: 'en', label: 'English' },
] as const;

export function LanguageMenu() {
  const { t } = useTranslation();
  const language = useLanguage();
  const items = languages.map(({ key, label }) => ({ key, label, onClick: () => void switchLanguage(key) }));
  return (
    <Dropdown trigger={['click']} menu={{ items, selectable: true, selectedKeys: [language] }}>
      <Button type="text" icon={<TranslationOutlined />} aria-label={t('shell.language')} aria-haspopup="menu" />
    </Dropdown>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const choices: readonly { readonly key: ThemeChoice; readonly label: string }[] = [
    { key: 'light', label: t('shell.themeLight') },
    { key: 'dark', label: t('shell.themeDark') },
    { key: 'system', label: t('shell.themeSystem') },
  ];
  const items = choices.map(({ key, label }) => ({ key, label, onClick: () => writeThemeChoice(key) }));
  return (
    <Dropdown trigger={['click']} menu={{ items, selectable: true, selectedKeys: [readThemeChoice()] }}>
      <Button type="text" icon={<BulbOutlined />} aria-label={t('shell.theme')} aria-haspopup="menu" />
    </Dropdown>
  );
}

export function UserMenu({ onShowKeys }: { readonly onShowKeys: () => void }) {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { user } = useSession();
  const signOut = useMutation({
    mutationFn: () => api.session.signOut(),
    onSuccess: () => {
      go(paths.signIn());
      queryClient.clear();
    },
  });
  const items = [
    { key: 'who', label: `${user.name} · ${t(`role.${user.role}`)}`, disabled: true },
    { key: 'account', label: t('shell.account'), onClick: () => go(paths.settings('account')) },
    { key: 'keys', label: t('shell.keys'), onClick: onShowKeys },
    { key: 'out', label: t('shell.signOut'), onClick: () => signOut.mutate() },
  ];
  return (
    <div className="top-actions">
      <LanguageMenu />
      <ThemeMenu />
      <Dropdown trigger={['click']} menu={{ items }}>
        <Button type="text" icon={<UserOutlined />} aria-label={t('shell.account')} aria-haspopup="menu" />
      </Dropdown>
    </div>
  );
}
