import { EXIT, type ExitCode, HmsyncError } from "../plain/errors.ts";
import { needLines, obstacleLines, type PushReport } from "./push-report.ts";

/** A push that a decision or the data stand against. Nothing was changed. */
export class PushRefused extends HmsyncError {
  readonly exitCode: ExitCode;
  readonly report: PushReport;

  constructor(report: PushReport, cure = "Nothing was changed.") {
    const impossible = report.obstacles.length > 0;
    const lines = [...obstacleLines(report), ...needLines(report)];
    super(`Refused:\n${lines.map((line) => `  ${line}`).join("\n")}`, {
      cure,
    });
    this.report = report;
    this.exitCode = impossible ? EXIT.failure : EXIT.decision;
  }
}
