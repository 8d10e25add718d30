import { lazyRouteComponent } from '@tanstack/react-router';
import type { ConsoleFacet, NoPaths } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { attributeText, noteText, tagText } from './member/decision-text.ts';

/** What is recorded of a member beside her facts: attributes, tags, consents. */
export const registersFacet: ConsoleFacet<'registers', typeof en, NoPaths> = {
  name: 'registers',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: {},
  places: {
    decisionTexts: [
      { rank: 10, command: 'tag', say: tagText },
      { rank: 20, command: 'attribute', say: attributeText },
      { rank: 25, command: 'note', say: noteText },
    ],
    memberCards: [
      {
        rank: 40,
        load: async () => undefined,
        Component: lazyRouteComponent(() => import('./member/notes.tsx'), 'Notes'),
      },
    ],
    memberLists: [
      { rank: 20, Component: lazyRouteComponent(() => import('./member/attributes.tsx'), 'Attributes') },
      { rank: 30, Component: lazyRouteComponent(() => import('./member/tag-editor.tsx'), 'TagEditor') },
      { rank: 40, Component: lazyRouteComponent(() => import('./member/consents.tsx'), 'Consents') },
    ],
  },
};
