import { lazyRouteComponent } from '@tanstack/react-router';
import { ensure } from '../../api/ensure.ts';
import { fieldsQuery } from '../../api/queries.ts';
import type { PageAsk } from '../../facet/page.ts';
import { definePage } from '../../facet/page.ts';
import { SectionPending } from '../../ui/loading/section-pending.tsx';
import type { ConsoleFacet } from '../../facet/console-facet.ts';
import type { en } from './i18n/en.ts';
import { deliveriesAskedOf } from './log/deliveries-asked.ts';
import { WebhookPending } from './one/webhook-pending.tsx';
import { webhookQueries } from './said/webhook-queries.ts';
import { webhooksPaths } from './urls/paths.ts';
import { readWebhookSearch, readWebhooksSearch } from './urls/search.ts';

/** What conditions are written with; who may not read the program sees them by the names of their fields. */
async function sendForFields({ client, session }: Pick<PageAsk, 'client' | 'session'>): Promise<void> {
  if (session.capabilities.includes('program.read')) await Promise.allSettled([ensure(client, fieldsQuery())]);
}

/** Systems of the brand that are told of events: which, of what, and what was delivered to them. */
export const webhooksFacet: ConsoleFacet<'webhooks', typeof en, typeof webhooksPaths> = {
  name: 'webhooks',
  words: { en: async () => (await import('./i18n/en.ts')).en, zh: async () => (await import('./i18n/zh.ts')).zh },
  paths: webhooksPaths,
  pages: [
    definePage({
      path: '/settings/webhooks/new',
      title: (t) => t('webhooks.form.newTitle'),
      readSearch: () => ({}),
      load: (ask) => Promise.all([ensure(ask.client, webhookQueries.events()), sendForFields(ask)]),
      Component: lazyRouteComponent(() => import('./form/new-webhook-page.tsx'), 'NewWebhookPage'),
      Pending: SectionPending,
    }),
    definePage({
      path: '/settings/webhooks/$webhookId',
      title: (t) => t('webhooks.one'),
      readSearch: readWebhookSearch,
      load: async (ask) => {
        const { client, params, search } = ask;
        const id = params['webhookId'] ?? '';
        // Without the webhook there is no page; what its log could not be told is shown under the filters.
        await Promise.all([
          ensure(client, webhookQueries.one(id)),
          ensure(client, webhookQueries.events()),
          sendForFields(ask),
          Promise.allSettled([ensure(client, webhookQueries.deliveries(id, deliveriesAskedOf(search)))]),
        ]);
      },
      Component: lazyRouteComponent(() => import('./one/webhook-page.tsx'), 'WebhookPage'),
      Pending: WebhookPending,
    }),
  ],
  places: {
    sections: [
      {
        area: 'settings',
        id: 'webhooks',
        readSearch: readWebhooksSearch,
        rank: 35,
        label: (t) => t('webhooks.section'),
        needs: 'webhooks.read',
        // What is refused is told in the panel.
        load: ({ client, search }) =>
          Promise.allSettled([
            ensure(client, webhookQueries.events()),
            ensure(client, webhookQueries.list(readWebhooksSearch(search).cursor)),
          ]),
        Component: lazyRouteComponent(() => import('./list/webhooks.tsx'), 'Webhooks'),
        Pending: SectionPending,
      },
    ],
  },
};
