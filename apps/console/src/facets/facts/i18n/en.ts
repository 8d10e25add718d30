export const en = {
  lag: 'Lists and counts may trail by {{duration}}',
  behind: '{{count}} facts wait to be folded',
  section: 'Live',
  title: 'Live facts',
  lead: 'The newest facts as they are acknowledged.',
  rate: '{{rate}} facts a second',
  pause: 'Pause',
  resume: 'Resume',
  empty: 'No fact has arrived yet.',
  column: { at: 'Recorded', type: 'Fact', source: 'Source', member: 'Member', payload: 'Payload' },
  anonymous: 'anonymous',
  filterType: 'Filter by type',
} as const;
