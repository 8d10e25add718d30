import { SettingOutlined } from '@ant-design/icons';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** The reader's account, and what administrators look after: an area that the other facets fill. */
export const settingsFacet: ConsoleFacet<'settings', typeof en, NoPaths> = {
  name: 'settings',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  area: {
    id: 'settings',
    title: (t) => t('settings.title'),
    destination: { rank: 50, key: 's', label: (t) => t('settings.nav'), Icon: SettingOutlined, needs: [] },
  },
};
