import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const startTimeoutMs = 60_000;

/** A company's provider that asks by pages with buttons: `mei` is one of its administrators, `stranger` has no group. */
export interface CompanyProcess {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly stop: () => Promise<void>;
}

/** Starts a real OpenID provider on the loopback, which sends people back to this origin alone. */
export async function startCompanyProcess(origin: string): Promise<CompanyProcess> {
  const script = join(root, 'apps/server/src/http/testing/run-company-provider.ts');
  const child = spawn(process.execPath, [script, origin], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const said = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('The provider did not start.')), startTimeoutMs);
      child.stdout.once('data', (chunk) => {
        clearTimeout(timer);
        resolve(String(chunk));
      });
      void ended.then(() => {
        clearTimeout(timer);
        reject(new Error('The provider ended before it was up.'));
      });
    });
    // The script writes exactly these.
    return { ...(JSON.parse(said) as Omit<CompanyProcess, 'stop'>), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
