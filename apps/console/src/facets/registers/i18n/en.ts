export const en = {
  attributes: 'Attributes',
  tags: 'Tags',
  addTag: 'Add a tag',
  consents: 'Consents',
  granted: 'granted',
  withdrawn: 'withdrawn',
} as const;
