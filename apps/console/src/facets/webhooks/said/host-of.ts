/** The host of an address; what follows it may hold what is secret. Who may not manage webhooks is told the host alone. */
export function hostOf(url: string): string {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).host : url;
}
