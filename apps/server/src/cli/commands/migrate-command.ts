import { migrate } from '@perennial/postgres';
import { openStores } from '../../stores/index.ts';
import { defineCommand } from '../command/command.ts';

export const migrateCommand = defineCommand({
  name: 'migrate',
  summary: 'Apply missing migrations',
  args: [],
  options: {},
  async run({ config, out }) {
    const { databaseUrl, clickhouseUrl, dataFolder } = config;
    const stores = await openStores({
      dataFolder,
      name: 'migrate',
      onPhase: out.waiting,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      ...(clickhouseUrl === undefined ? {} : { clickhouseUrl }),
    });
    try {
      out.waiting('bringing the database up to date');
      const report = await migrate(stores.databaseUrl);
      const text = report.applied.length === 0 ? 'Nothing was missing.' : `Applied ${report.applied.join(', ')}.`;
      await out.result(report, text);
      return 0;
    } finally {
      await stores.close();
    }
  },
});
