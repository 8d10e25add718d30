import { CrownOutlined } from '@ant-design/icons';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';

/** What members have and where they stand, over all of them: an area that the other facets fill. */
export const loyaltyFacet: ConsoleFacet<'loyalty', typeof en, NoPaths> = {
  name: 'loyalty',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  area: {
    id: 'loyalty',
    title: (t) => t('loyalty.title'),
    destination: {
      rank: 35,
      key: 'y',
      label: (t) => t('loyalty.nav'),
      Icon: CrownOutlined,
      needs: ['program.rules', 'wallet.adjust'],
    },
  },
};
