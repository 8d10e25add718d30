import { CommandError, defineCommand } from '../cli/command.ts';

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'Make a brand with members and open the console',
  args: [],
  options: {},
  run: () => Promise.reject(new CommandError('not yet')),
});
