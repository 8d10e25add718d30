import type { SignInLink } from './users.ts';

/** Where a one-time link leads. Addresses are never logged with their query, and no page refers to another site. */
export function toSignInUrl(publicUrl: string, link: SignInLink): string {
  return `${publicUrl}/sign-in?token=${link.token}`;
}
