/** What a receiver runs to know that a call is genuine, as Standard Webhooks has it: Node alone, with the bytes as they came. */
export const verifySnippet = `import { createHmac, timingSafeEqual } from 'node:crypto';

export function isGenuine(secret, headers, rawBody, nowSeconds = Date.now() / 1000) {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures = '' } = headers;
  if (!(Math.abs(nowSeconds - Number(at)) < 300)) return false;
  const right = createHmac('sha256', key).update(\`\${id}.\${at}.\${rawBody}\`).digest();
  return signatures.split(' ').some((one) => {
    const sent = Buffer.from(one.replace('v1,', ''), 'base64');
    return sent.length === right.length && timingSafeEqual(sent, right);
  });
}
`;
