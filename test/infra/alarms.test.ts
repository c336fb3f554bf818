import { readFileSync } from "node:fs";
import { Duration } from "aws-cdk-lib";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { TimeZone } from "aws-cdk-lib/core";
import { describe, expect, it } from "vitest";
import { METRICS, type MetricName, measuredAs } from "../../lib/deployment.ts";
import { runbookPage } from "../../lib/infra/announcements.ts";
import { plain } from "./statements.ts";
import { at, type Synthesis, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const DEFAULT = synthesiseFile("default.yaml");
const FULL = synthesiseFile("full.yaml");

/** As far as the tests look at it. */
type Alarm = {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData: string;
  readonly AlarmDescription: string;
};

function alarms({ of }: Synthesis): readonly Alarm[] {
  return of("AWS::CloudWatch::Alarm").map(({ Properties }) => Properties as unknown as Alarm);
}

/** The alarms on one of our own metrics, of a workspace. */
function on(synthesis: Synthesis, metric: MetricName, name = "my-company", instance = "default") {
  return alarms(synthesis).filter(
    ({ MetricName: about, Namespace, Dimensions = [] }) =>
      Namespace === METRICS.namespace &&
      about === metric &&
      JSON.stringify(Dimensions) ===
        JSON.stringify([
          { Name: METRICS.dimension, Value: name },
          { Name: "service", Value: measuredAs(instance) },
        ]),
  );
}

const DAY = 24 * 60;

/** How far the dead man's switch looks back, in minutes. */
function spanOfAlarm(synthesis: Synthesis): number | undefined {
  const [found] = on(synthesis, "PassSuccess");
  return found && (found.Period * found.EvaluationPeriods) / 60;
}

function spanOf(schedule: string, deadManAfter?: Duration): number | undefined {
  const props = { dashboard: false, ...(deadManAfter === undefined ? {} : { deadManAfter }) };
  return spanOfAlarm(synthesise({ workspaces: [workspace()], schedule }, props));
}

describe("another instance in the same account", () => {
  it("does not feed the alarms of this one", () => {
    const config = { instance: "docs-team", workspaces: [workspace()] };
    const services = (of: typeof config) =>
      alarms(synthesise(of))
        .filter(({ Namespace }) => Namespace === METRICS.namespace)
        .map(({ Dimensions = [] }) => Dimensions.find(({ Name }) => Name === "service")?.Value);
    expect(new Set(services(config))).toEqual(new Set([measuredAs("docs-team")]));
    expect(measuredAs("docs-team")).not.toBe(measuredAs());
  });
});

describe("the dead man's switch", () => {
  const [alarm] = on(DEFAULT, "PassSuccess");

  it("is raised when no pass has succeeded for three intervals, and when there is no data at all", () => {
    expect(alarm).toMatchObject({
      Statistic: "Sum",
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      Period: 15 * 60,
      EvaluationPeriods: 3,
      TreatMissingData: "breaching",
    });
    expect(alarm?.DatapointsToAlarm).toBeUndefined();
  });

  it("follows the schedule, and gives passes half an hour at least", () => {
    expect(spanOf("rate(1 hour)")).toBe(180);
    expect(spanOf("rate(1 minute)")).toBe(30);
    expect(spanOf("rate(2 days)")).toBe(6 * DAY);
    expect(spanOf("rate(6 days)")).toBe(7 * DAY);
    expect(spanOf("cron(0/5 * * * ? *)", Duration.minutes(45))).toBe(45);
  });

  it.each([
    ["every five minutes", "cron(0/5 * * * ? *)", 30],
    ["every hour", "cron(0 * * * ? *)", 3 * 60],
    ["twice a day", "cron(0 6,18 * * ? *)", 36 * 60],
    ["every day", "cron(0 6 * * ? *)", 3 * DAY],
    ["on weekdays, over the weekend", "cron(0 6 ? * MON-FRI *)", 5 * DAY],
    ["every quarter of an hour of the working day", "cron(0/15 8-17 ? * 2-6 *)", 62 * 60 + 45],
    ["every minute of the working day", "cron(* 8-17 ? * 2-6 *)", 62 * 60 + 30],
    ["on three days of the week", "cron(0 6 ? * MON,WED,FRI *)", 7 * DAY],
  ])("follows the times of a cron expression: %s", (_, schedule, minutes) => {
    expect(spanOf(schedule)).toBe(minutes);
  });

  it("takes into account that clocks are changed where the schedule has a time zone", () => {
    const cron = { minute: "0", hour: "6" };
    const spanIn = (timeZone?: TimeZone) => {
      const schedule = ScheduleExpression.cron({ ...cron, ...(timeZone === undefined ? {} : { timeZone }) });
      return spanOfAlarm(synthesise({ workspaces: [workspace()] }, { schedule, dashboard: false }));
    };
    expect(spanIn()).toBe(3 * DAY);
    expect(spanIn(TimeZone.ETC_UTC)).toBe(3 * DAY);
    expect(spanIn(TimeZone.EUROPE_WARSAW)).toBeGreaterThanOrEqual(3 * DAY + 60);
  });

  describe("of passes that are more than six days apart", () => {
    const RARE = "cron(0 6 ? * MON *)";
    const warnings = (synthesis: Synthesis) =>
      Annotations.fromStack(synthesis.stack)
        .findWarning("*", Match.stringLikeRegexp("more than six days apart"))
        .map(({ id }) => id);

    it.each([RARE, "rate(7 days)", "cron(0 6 1 * ? *)", "cron(0 6 1 1 ? 2040)", "rate(30 days)"])(
      "is left out with a warning, since it would always ring: %s",
      (schedule) => {
        const rare = synthesise({ workspaces: [workspace()], schedule }, { dashboard: false });
        expect(on(rare, "PassSuccess")).toEqual([]);
        expect(warnings(rare)).toEqual(["/Theirs/DistroSync"]);
      },
    );

    it("is made where somebody says after how long, without a warning", () => {
      const config = { workspaces: [workspace()], schedule: RARE };
      const asked = synthesise(config, { dashboard: false, deadManAfter: Duration.days(7) });
      expect(spanOfAlarm(asked)).toBe(7 * DAY);
      expect(warnings(asked)).toEqual([]);
    });

    it("leaves the other alarms such as can ring: one pass that fails is enough, and drift needs three", () => {
      const rare = synthesise({ workspaces: [workspace()], schedule: RARE }, { dashboard: false });
      expect(on(rare, "Failed")).toMatchObject([{ DatapointsToAlarm: 1, EvaluationPeriods: 7 }]);
      expect(on(rare, "QuotaRemaining")).toMatchObject([{ DatapointsToAlarm: 1 }]);
      expect(on(rare, "Drift")).toEqual([]);
    });

    it("is no warning without alarms", () => {
      const config = { workspaces: [workspace()], schedule: RARE };
      expect(warnings(synthesise(config, { alarms: false }))).toEqual([]);
    });
  });

  it("is one for each workspace", () => {
    for (const name of ["my-company", "releases", "uploads", "from-github"]) {
      expect(on(FULL, "PassSuccess", name, "web-team")).toHaveLength(1);
    }
  });
});

describe("an alarm", () => {
  it("is raised when changes fail in two passes of three", () => {
    expect(on(DEFAULT, "Failed")).toMatchObject([
      { Statistic: "Maximum", Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2, Period: 900 },
    ]);
  });

  it("is raised when three passes in a row find something missing", () => {
    expect(on(DEFAULT, "Drift")).toMatchObject([
      { Statistic: "Minimum", Threshold: 1, EvaluationPeriods: 4, DatapointsToAlarm: 3 },
    ]);
  });

  it("is raised when manifests are invalid", () => {
    expect(on(DEFAULT, "Invalid")).toMatchObject([{ Threshold: 1, DatapointsToAlarm: 1 }]);
  });

  it("is raised when no more of the quota is left than what is kept for people", () => {
    expect(on(DEFAULT, "QuotaRemaining")).toMatchObject([
      { Statistic: "Minimum", Threshold: 100, ComparisonOperator: "LessThanOrEqualToThreshold" },
    ]);
  });

  it("is raised for an old source only when somebody says how old it may be", () => {
    expect(on(DEFAULT, "SourceAgeSeconds")).toEqual([]);
    const config = { workspaces: [{ ...workspace(), source: "release" as const }] };
    const aged = synthesise(config, { maxSourceAge: Duration.days(30) });
    expect(on(aged, "SourceAgeSeconds")).toMatchObject([
      { Statistic: "Maximum", Threshold: 30 * 24 * 60 * 60 },
    ]);
    const rare = synthesise({ ...config, schedule: "rate(2 days)" }, { maxSourceAge: Duration.days(30) });
    // On a day without a pass nobody measured it.
    expect(on(rare, "SourceAgeSeconds")).toMatchObject([{ EvaluationPeriods: 2, DatapointsToAlarm: 1 }]);
  });

  it("is raised when a message is given up, or could not be delivered", () => {
    const depths = alarms(DEFAULT).filter(
      ({ MetricName: metric }) => metric === "ApproximateNumberOfMessagesVisible",
    );
    expect(depths.map(({ Dimensions }) => plain(Dimensions?.[0]?.Value))).toEqual([
      "<QueuesDeadLetters.QueueName>",
      "<QueuesUndelivered.QueueName>",
    ]);
    expect(depths).toMatchObject([{ Threshold: 1 }, { Threshold: 1 }]);
  });

  it("is raised when a function crashes or is throttled, and when the schedule's target refuses", () => {
    const about = (synthesis: Synthesis) =>
      alarms(synthesis)
        .filter(({ Namespace }) => Namespace === "AWS/Lambda" || Namespace === "AWS/Scheduler")
        .map(({ MetricName: metric, Dimensions }) => `${metric} ${String(plain(Dimensions?.[0]?.Value))}`);
    expect(about(DEFAULT)).toEqual([
      "Errors <ReconcilerFunction>",
      "Throttles <ReconcilerFunction>",
      "TargetErrorCount <ScheduleGroup>",
    ]);
  });

  it("is raised when a webhook could not be taken, whether its function crashed or said so", () => {
    const ofAddress = alarms(FULL).filter(({ Namespace }) => Namespace === "AWS/ApiGateway");
    expect(ofAddress).toMatchObject([{ MetricName: "5xx", Statistic: "Sum", Threshold: 1 }]);
    expect(alarms(DEFAULT).filter(({ Namespace }) => Namespace === "AWS/ApiGateway")).toEqual([]);
  });

  it("takes missing data for good, but for the dead man's switch", () => {
    const others = alarms(FULL).filter(({ MetricName: metric }) => metric !== "PassSuccess");
    expect(new Set(others.map(({ TreatMissingData }) => TreatMissingData))).toEqual(
      new Set(["notBreaching"]),
    );
  });

  it("looks at no more than CloudWatch lets it", () => {
    const rare = synthesise(
      { workspaces: [workspace()], schedule: "rate(30 days)" },
      { maxSourceAge: Duration.days(1) },
    );
    for (const { Period, EvaluationPeriods, DatapointsToAlarm = 1 } of [DEFAULT, FULL, rare].flatMap(
      alarms,
    )) {
      expect(Period % 60).toBe(0);
      expect(Period).toBeLessThanOrEqual(24 * 60 * 60);
      expect(Period * EvaluationPeriods).toBeLessThanOrEqual((Period < 60 * 60 ? 1 : 7) * 24 * 60 * 60);
      expect(DatapointsToAlarm).toBeLessThanOrEqual(EvaluationPeriods);
    }
  });

  it("names its section of the runbook, which says what it means, where to look and what to do", () => {
    const runbook = readFileSync("docs/runbook.md", "utf8");
    const config = { workspaces: [workspace()] };
    const aged = synthesise(config, { maxSourceAge: Duration.days(1) });
    const sections = new Set(
      [FULL, aged]
        .flatMap(alarms)
        .map(({ AlarmDescription }) => / What to do: .*(?:#|section )([\w-]+)$/.exec(AlarmDescription)?.[1]),
    );
    const written = runbook.split(/^## /m).map((section) => {
      const [title = "", ...body] = section.split("\n");
      return { title, body: body.join("\n") };
    });
    for (const section of sections) {
      const found = written.find(({ title }) => title === section);
      expect(found?.body, section).toMatch(
        /\*\*It means\*\*[\s\S]*\*\*Look here first\*\*[\s\S]*\*\*Fix\*\*/,
      );
    }
    const titled = written.slice(1).map(({ title }) => title);
    expect(titled.filter((title) => !title.includes(" ") && !sections.has(title))).toEqual([]);
  });

  it("says where the runbook is while package.json names no repository", () => {
    const { repository } = JSON.parse(readFileSync("package.json", "utf8")) as Readonly<
      Record<string, unknown>
    >;
    const page = runbookPage({ repository });
    const due = page === undefined ? "see docs/runbook.md, section " : `${page}#`;
    for (const { AlarmDescription } of alarms(FULL))
      expect(AlarmDescription).toContain(` What to do: ${due}`);
  });

  it("links the runbook that the app names", () => {
    const config = { workspaces: [workspace()] };
    const own = synthesise(config, { runbook: "https://example.com/runbook" });
    expect(alarms(own)[0]?.AlarmDescription).toMatch(
      / What to do: https:\/\/example\.com\/runbook#no-successful-pass$/,
    );
  });
});

describe("the dashboard", () => {
  it("has six graphs, of metrics that the function measures", () => {
    const body = plain(at(DEFAULT.only("AWS::CloudWatch::Dashboard"), "DashboardBody"));
    const { widgets } = JSON.parse(String(body)) as {
      readonly widgets: readonly { readonly properties: { readonly metrics: readonly unknown[][] } }[];
    };
    expect(widgets).toHaveLength(6);
    const ours = widgets.flatMap(({ properties }) =>
      properties.metrics.filter(([namespace]) => namespace === METRICS.namespace).map(([, name]) => name),
    );
    const names: readonly MetricName[] = [
      "PassSuccess",
      "Drift",
      "Created",
      "Failed",
      "Invalid",
      "Unknown",
      "ApiCalls",
      "Throttled",
      "QuotaRemaining",
      "PassDuration",
    ];
    expect(ours).toEqual(names);
  });
});
