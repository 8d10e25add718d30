import { BulbOutlined, TranslationOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { switchLanguage } from '../../../i18n/setup.ts';
import { useLanguage } from '../../../i18n/use-local.ts';
import { readThemeChoice, writeThemeChoice } from '../../../theme/preferences.ts';
import type { ThemeChoice } from '../../../theme/preferences.ts';

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
