/** Ways to send a first fact, ready to paste. Code is the same in every language of the console. */
export interface Snippet {
  readonly id: 'curl' | 'facts' | 'node' | 'browser';
  readonly label: string;
  readonly code: string;
}

/** Stands in for a key that is not shown any more. */
export const keyPlaceholder = 'YOUR_WRITE_KEY';

export function createSnippets(origin: string, writeKey: string = keyPlaceholder): readonly Snippet[] {
  return [
    {
      id: 'curl',
      label: 'curl',
      code: [
        `curl -u '${writeKey}:' ${origin}/v1/track \\`,
        "  -H 'content-type: application/json' \\",
        `  -d '{"userId":"1001","event":"Order Completed","properties":{"order_id":"A-1","total":259,"currency":"CNY"}}'`,
      ].join('\n'),
    },
    {
      id: 'facts',
      label: 'POST /v1/facts',
      code: [
        `curl -u '${writeKey}:' ${origin}/v1/facts \\`,
        "  -H 'content-type: application/json' \\",
        `  -d '[{"messageId":"a-1","type":"order.paid","occurredAt":"2026-01-31T10:00:00+08:00",`,
        `        "identities":{"phone":"13800138000"},`,
        `        "payload":{"orderId":"A-1","amountMinor":25900,"currency":"CNY"}}]'`,
      ].join('\n'),
    },
    {
      id: 'node',
      label: '@segment/analytics-node',
      code: [
        "import { Analytics } from '@segment/analytics-node'",
        '',
        `const analytics = new Analytics({ writeKey: '${writeKey}', host: '${origin}' })`,
        "analytics.identify({ userId: '1001', traits: { phone: '+8613800138000' } })",
        "analytics.track({ userId: '1001', event: 'Order Completed', properties: { order_id: 'A-1', total: 259, currency: 'CNY' } })",
        'await analytics.closeAndFlush()',
      ].join('\n'),
    },
    {
      id: 'browser',
      label: 'fetch',
      code: [
        `await fetch('${origin}/v1/page', {`,
        "  method: 'POST',",
        "  headers: { 'content-type': 'application/json' },",
        `  body: JSON.stringify({ writeKey: '${writeKey}', anonymousId: 'device-1', name: 'Home' }),`,
        '})',
      ].join('\n'),
    },
  ];
}
