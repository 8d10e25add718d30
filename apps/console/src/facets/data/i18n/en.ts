export const en = { nav: 'Data', title: 'Data' } as const;
