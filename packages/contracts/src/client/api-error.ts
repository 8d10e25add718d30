/** A problem+json body (RFC 9457) as every refused call answers it. */
export interface ApiProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, dotted: what programs compare. */
  readonly code: string;
  readonly detail?: string;
  readonly [key: string]: unknown;
}

/** A call that the server refused. `problem.code` is stable; `problem.title` is for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: ApiProblem;
  /** How long the server asks to be left alone; undefined where it does not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: ApiProblem, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export function isProblem(body: unknown): body is ApiProblem {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
