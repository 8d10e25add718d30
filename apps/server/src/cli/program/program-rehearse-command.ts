import { defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { describeRehearsal } from './describe-rehearsal.ts';
import { documentsOf, readWholeProgram } from './folder/read-folder.ts';
import { followRehearsal } from './follow-jobs.ts';
import { locatePlaceProblem } from './located.ts';
import { PlaceError } from './place/program-place.ts';
import type { Rehearsal, RehearsalOptions } from './place/program-place.ts';
import { serverOption, withPlace } from './place/with-place.ts';
import { tellProblems, tellRefused } from './tell-problems.ts';

export const programRehearseCommand = defineCommand({
  name: 'program rehearse',
  summary: 'Say what would have been different, had the documents of a folder been in force',
  details: [
    'The log is folded anew under both programs, in memory: who wins, who loses, what was issued, redeemed and expired each month, what is',
    'owed, how standings moved, what it costs. Nothing is changed. Exit code 1 when it is refused, or when --verify finds a member who is not',
    'what her log says. A key needs the scopes program.rules and program.edit.',
  ],
  args: [{ name: 'DIR', help: 'the folder with the documents' }],
  options: {
    ...serverOption,
    against: {
      type: 'string',
      value: 'WHAT',
      choices: ['live', 'recorded'],
      help: 'the program in force as if it had always been, or history as it was recorded; live unless given',
    },
    from: { type: 'string', value: 'DAY', help: 'the draft is in force from this day on; from the first unless given' },
    to: { type: 'string', value: 'DAY', help: 'the last day that counts; until now unless given' },
    'backfill-live': {
      type: 'boolean',
      help: 'what was sent as history counts as if it had come when it occurred',
    },
    verify: {
      type: 'boolean',
      help: 'also compare what is stored with what the log says, to the byte; with --against recorded',
    },
  },
  async run(call) {
    const [folder = ''] = call.args;
    const { out, signal, options } = call;
    const { against = 'live', from, to, verify, server } = options;
    if (verify && (against !== 'recorded' || to !== undefined))
      throw new UsageError('--verify compares what is stored now: it takes --against recorded, and no --to.');
    const asked: RehearsalOptions = {
      against: against === 'recorded' ? 'recorded' : 'live',
      ...(from === undefined ? {} : { from: dayOf('--from', from) }),
      ...(to === undefined ? {} : { to: dayOf('--to', to) }),
      backfill: options['backfill-live'] ? 'live' : 'recorded',
      isVerified: verify,
    };
    const read = readWholeProgram(folder);
    if (read.problems.length > 0) return tellProblems(out, read);
    return withPlace<ExitCode>(call, { name: 'program rehearse', server, needsWork: false }, async (place) => {
      const started = await unlessRefused(() => place.rehearse(documentsOf(read.documents), asked));
      if (started instanceof PlaceError) {
        const problems = started.problems.map((one) => locatePlaceProblem({ folder, documents: read.documents }, one));
        return tellRefused(out, started.message, problems);
      }
      const rehearsal = await followRehearsal({ place, out, signal }, started.id);
      await out.result({ place: place.name, ...rehearsal }, describeRehearsal(place.name, rehearsal));
      return (rehearsal.result?.verified?.differing ?? 0) > 0 ? 1 : 0;
    });
  },
});

function dayOf(option: string, text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) throw new UsageError(`${option} takes a day such as 2026-01-31.`);
  return text;
}

/** Answers documents that are refused for what stands in them. */
async function unlessRefused(ask: () => Promise<Rehearsal>): Promise<Rehearsal | PlaceError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof PlaceError && error.code === 'program.invalid') return error;
    throw error;
  }
}
