import { DatabaseOutlined } from '@ant-design/icons';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** Where facts come from, what is wrong with some, and what they refer to: an area that the other facets fill. */
export const dataFacet: ConsoleFacet<'data', typeof en, NoPaths> = {
  name: 'data',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  area: {
    id: 'data',
    title: (t) => t('data.title'),
    destination: {
      rank: 40,
      key: 'd',
      label: (t) => t('data.nav'),
      Icon: DatabaseOutlined,
      needs: ['facts.read'],
    },
  },
};
