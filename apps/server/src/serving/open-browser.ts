import { spawn } from 'node:child_process';

/** Whether there is somebody at this machine to open a page for. */
export function canOpenBrowser(environment: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (environment['CI'] !== undefined && environment['CI'] !== '') return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return (environment['DISPLAY'] ?? '') !== '' || (environment['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** Opens an address in the browser of whoever sits here. It never fails: the address is printed as well. */
export function openBrowser(url: string): void {
  const [command = '', ...args] = commandOf(process.platform, url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function commandOf(platform: string, url: string): readonly string[] {
  if (platform === 'darwin') return ['open', url];
  return platform === 'win32' ? ['cmd', '/c', 'start', '""', url.replaceAll('&', '^&')] : ['xdg-open', url];
}
