/** What the benchmarks measure by itself. */
export { createWebhookSender } from './send.ts';
