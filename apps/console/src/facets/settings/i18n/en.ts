export const en = { nav: 'Settings', title: 'Settings' } as const;
