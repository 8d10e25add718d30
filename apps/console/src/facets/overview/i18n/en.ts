export const en = {
  nav: 'Overview',
  title: 'Overview',
  period: 'Period',
  periodDays: 'Last {{days}} days',
  emptyTitle: 'No members yet',
  emptyNext: 'Import an order file, or connect a source; stages appear as soon as the first facts are folded.',
} as const;
