export const keysPaths = {
  sources: () => '/data/sources',
  apiKeys: () => '/settings/keys',
} as const;
