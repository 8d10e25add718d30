export const usersPaths = {
  users: () => '/settings/users',
} as const;
