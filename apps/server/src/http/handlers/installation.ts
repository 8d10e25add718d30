import type { DescribeInstallation } from '../../use-cases/installation/describe-installation.ts';
import type { Operation } from '../../use-cases/operation/operation.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

interface InstallationUseCases {
  readonly describeInstallation: DescribeInstallation;
  readonly operation: Operation;
}

export function createInstallationHandlers({
  describeInstallation,
  operation,
}: InstallationUseCases): GroupHandlers<'installation'> {
  return {
    get: () => describeInstallation(),
    resumeDelivery: (call) => operation.resumeDelivery(call),
  };
}
