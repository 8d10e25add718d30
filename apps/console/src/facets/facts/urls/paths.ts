export const factsPaths = {
  live: () => '/data/live',
} as const;
