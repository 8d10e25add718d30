import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import { auditQuery } from './log/audit-query.ts';
import { readAuditSearch } from './urls/search.ts';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { auditPaths } from './urls/paths.ts';

/** Who did what. */
export const auditFacet: ConsoleFacet<'audit', typeof en, typeof auditPaths> = {
  name: 'audit',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: auditPaths,
  places: {
    memberLists: [{ rank: 90, Component: lazyRouteComponent(() => import('./member/audit-link.tsx'), 'AuditLink') }],
    sections: [
      {
        area: 'settings',
        id: 'audit',
        readSearch: readAuditSearch,
        rank: 40,
        label: (t) => t('audit.section'),
        needs: 'audit.read',
        // What is refused is told under the filters, which can be changed.
        load: ({ client, search }) => Promise.allSettled([ensure(client, auditQuery(readAuditSearch(search)))]),
        Component: lazyRouteComponent(() => import('./log/audit.tsx'), 'Audit'),
        Pending: SectionPending,
      },
    ],
  },
};
