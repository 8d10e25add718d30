/**
 * Repairs what npm left undone: runs after an install, and before the tests in case install scripts were not allowed.
 * It never fails an install: where it cannot write, the command that needs the link says so.
 */
import { repairEmbeddedPostgres, repairNodeLink } from './install.js';

for (const repair of [repairNodeLink, repairEmbeddedPostgres]) {
  try {
    repair();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}
