import type { RouteInput, RouteResult, Routes } from '@perennial/contracts';
import type { ProgramDocuments } from '@perennial/domain';

type ProgramRoutes = Routes['program'];

/** As the API answers: instants are ISO 8601 text. */
export type Plan = RouteResult<ProgramRoutes['plan']>;
export type Preview = RouteResult<ProgramRoutes['preview']>;
export type Rehearsal = RouteResult<ProgramRoutes['rehearsal']>;
/** What is asked beside the documents. */
export type RehearsalOptions = Omit<RouteInput<ProgramRoutes['startRehearsal']>['body'], 'documents' | 'draftId'>;
export type Applied = RouteResult<ProgramRoutes['apply']>;
export type Progress = RouteResult<ProgramRoutes['publication']>;

export interface ProgramInForce {
  readonly version: number;
  readonly documents: ProgramDocuments;
}

/** The JSON schema of a kind of document. */
export interface DocumentSchema {
  /** `settings`, or `lifecycles` for the documents of that folder. */
  readonly kind: string;
  /** What its file is called: `settings.schema.json`. */
  readonly file: string;
  readonly schema: object;
}

/**
 * Where a program is in force: an installation on this machine, or a server elsewhere. Both answer alike. What is refused is a PlaceError;
 * what cannot be reached, or may not be asked, a CommandError that says what to do.
 */
export interface ProgramPlace {
  /** As people know it: a data folder, or the address of a server. */
  readonly name: string;
  /** Whether something runs there that brings members under a version when this command has ended. */
  readonly isServed: boolean;
  current(): Promise<ProgramInForce>;
  /** Of the kinds of documents of its release, with the fields of the program in force. */
  schemas(): Promise<readonly DocumentSchema[]>;
  plan(documents: ProgramDocuments): Promise<Plan>;
  preview(jobId: string): Promise<Preview>;
  /** Asked when the command itself is being stopped. */
  cancelPreview(jobId: string): Promise<void>;
  rehearse(documents: ProgramDocuments, options: RehearsalOptions): Promise<Rehearsal>;
  rehearsal(jobId: string): Promise<Rehearsal>;
  /** Asked when the command itself is being stopped. */
  cancelRehearsal(jobId: string): Promise<void>;
  apply(request: ApplyRequest): Promise<Applied>;
  /** How far members have come under a version. */
  progress(version: number): Promise<Progress>;
}

export interface ApplyRequest {
  readonly documents: ProgramDocuments;
  readonly note: string;
  /** Which is meant to be replaced. */
  readonly currentVersion: number;
}

/** What is wrong at a place of a program: `/lifecycles/main.json#stages[1].condition`. */
export interface PlaceProblem {
  readonly path: string;
  readonly message: string;
}

/** A refusal with the stable code of the API. */
export class PlaceError extends Error {
  override readonly name = 'PlaceError';
  readonly code: string;
  readonly problems: readonly PlaceProblem[];

  constructor(code: string, message: string, { problems = [], cause }: PlaceErrorFacts) {
    super(message, { cause });
    this.code = code;
    this.problems = problems;
  }
}

interface PlaceErrorFacts {
  readonly problems?: readonly PlaceProblem[] | undefined;
  readonly cause: unknown;
}
