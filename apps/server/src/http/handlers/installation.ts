import type { DescribeInstallation } from '../../use-cases/installation/describe-installation.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createInstallationHandlers(describe: DescribeInstallation): GroupHandlers<'installation'> {
  return { get: () => describe() };
}
