import { repairEmbeddedPostgres } from '../apps/server/bin/install.js';

/** Runs once before the tests: refuses the wrong Node, and repairs an installation made without install scripts. */
export function setup(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 26) {
    throw new Error(
      `The tests need Node 26 and run on ${process.version}: start them with "npm test" or "npx vitest".`,
    );
  }
  repairEmbeddedPostgres();
}
