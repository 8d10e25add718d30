import { createInstallationPlace } from './installation-place.ts';
import { createServerPlace } from './server-place.ts';
import type { ProgramPlace } from './program-place.ts';
import { CommandError } from '../../command/command.ts';
import type { Call, OptionSpecs } from '../../command/command.ts';
import { withUseCases } from '../../platform/with-use-cases.ts';
import { PlaceError } from './program-place.ts';

export const serverOption = {
  server: {
    type: 'string',
    value: 'URL',
    help: 'a server elsewhere, asked with the key in PERENNIAL_API_KEY; the data folder unless given',
  },
} as const satisfies OptionSpecs;

export interface PlaceWanted {
  /** Of the command. */
  readonly name: string;
  readonly server: string | undefined;
  /** Whether members have to come under a version while the command waits. */
  readonly needsWork: boolean;
}

/** Opens where the program is in force, runs, and closes it. A refusal that nobody has dealt with ends the command. */
export async function withPlace<T>(
  call: Pick<Call<OptionSpecs>, 'config' | 'out' | 'signal'>,
  { name, server, needsWork }: PlaceWanted,
  run: (place: ProgramPlace) => Promise<T>,
): Promise<T> {
  const { config, signal } = call;
  try {
    if (server === undefined)
      return await withUseCases(call, { name, needsWork, mustExist: true }, (asking) =>
        run(createInstallationPlace(asking)),
      );
    const place = createServerPlace({ address: server, apiKey: config.apiKey, signal });
    call.out.waiting(`asking ${place.name}`);
    return await run(place);
  } catch (error) {
    if (error instanceof PlaceError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
