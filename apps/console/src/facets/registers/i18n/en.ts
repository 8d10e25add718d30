export const en = {
  attributes: 'Attributes',
  tags: 'Tags',
  addTag: 'Add a tag',
  consents: 'Consents',
  granted: 'granted',
  withdrawn: 'withdrawn',
  decided: {
    tagAdded: 'Tag added: {{tag}}',
    tagRemoved: 'Tag taken off: {{tag}}',
    tagUnchanged: 'Tags left as they were',
    attributes: 'Attributes set: {{attributes}}',
    attributesUnchanged: 'Attributes left as they were',
    value: '{{name}} = {{value}}',
    taken: '{{name}} taken away',
    separator: ', ',
  },
} as const;
