/** What has to be put right before anything can be deployed: one line each, with the remedy in it. */
export class ProblemsError extends Error {
  override readonly name = "ProblemsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
