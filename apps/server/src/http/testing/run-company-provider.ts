/** `node run-company-provider.ts ORIGIN`: a company's provider as a process, for tests that have no other way to it. */
import { startCompanyProvider } from './company-provider.ts';

const provider = await startCompanyProvider([process.argv[2] ?? '']);
provider.know({
  subject: 'mei',
  claims: { email: 'mei@example.com', email_verified: true, name: 'Mei', groups: ['crm-admins'] },
});
provider.know({
  subject: 'stranger',
  claims: { email: 'stranger@example.com', email_verified: true, name: 'Stranger', groups: [] },
});
const { issuer, clientId, clientSecret } = provider;
process.stdout.write(`${JSON.stringify({ issuer, clientId, clientSecret })}\n`);
process.once('SIGTERM', () => void provider.close().then(() => process.exit(0)));
