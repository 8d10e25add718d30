import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** By which a folder is known whose members are made up. */
export function demoFileOf(dataFolder: string): string {
  return join(dataFolder, 'demo.json');
}

/** Whether a demo was begun in the folder, be it complete or not. */
export function holdsDemo(dataFolder: string): boolean {
  return existsSync(demoFileOf(dataFolder));
}
