export const en = { nav: 'Loyalty', title: 'Loyalty' } as const;
