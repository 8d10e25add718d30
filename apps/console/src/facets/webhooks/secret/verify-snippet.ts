/** What a receiver runs to know that a call is genuine, as Standard Webhooks has it: Node alone, with the body as it came. */
export const verifySnippet = `import { createHmac, timingSafeEqual } from 'node:crypto';

export function isGenuine({ secret, headers, rawBody, nowSeconds = Date.now() / 1000 }) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const id = headers['webhook-id'];
  const at = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'] ?? '';
  if (!(Math.abs(nowSeconds - Number(at)) < 300)) return false;
  const signed = \`\${id}.\${at}.\${rawBody}\`;
  const right = createHmac('sha256', key).update(signed).digest();
  return signatures.split(' ').some((one) => {
    const sent = Buffer.from(one.replace('v1,', ''), 'base64');
    return sent.length === right.length && timingSafeEqual(sent, right);
  });
}
`;
