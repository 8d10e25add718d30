import { defineCommand } from '../command/command.ts';
import { withUseCases } from '../platform/with-use-cases.ts';

export const deliveryResumeCommand = defineCommand({
  name: 'delivery resume',
  summary: 'Let messages go out again after a restore',
  details: [
    'A restored database may hold to be sent what was sent already, and the installation that it comes from may run still.',
    'So nothing is handed to anybody until this is said. The act is written into the audit log.',
  ],
  args: [],
  options: {},
  async run(call) {
    const options = { name: 'delivery resume', needsWork: false, mustExist: true } as const;
    const { wasPaused } = await withUseCases(call, options, ({ useCases, context }) =>
      useCases.operation.resumeDelivery(context),
    );
    await call.out.result({ wasPaused }, wasPaused ? 'What waits goes out from now on.' : 'Nothing was paused.');
    return 0;
  },
});
