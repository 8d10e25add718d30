import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** By which a folder is known whose members are made up. */
export function demoFileOf(dataFolder: string): string {
  return join(dataFolder, 'demo.json');
}

/** Whether a demo was begun in the folder, be it complete or not. */
export function holdsDemo(dataFolder: string): boolean {
  return existsSync(demoFileOf(dataFolder));
}

/** What the mark of a demo says, as a backup keeps it; null where there is none. */
export function readDemoFile(dataFolder: string): string | null {
  return holdsDemo(dataFolder) ? readFileSync(demoFileOf(dataFolder), 'utf8') : null;
}

/** Marks a folder as the backup was marked that it was filled from. */
export function writeDemoFile(dataFolder: string, text: string): void {
  writeFileSync(demoFileOf(dataFolder), text, { flag: 'wx', flush: true });
}
