import type { Importer } from "../../importers/define.ts";
import type { Decision, ExportProfile, FileProposal } from "./assessment.ts";
import { type ColumnRole, roleOf } from "./evidence/column-role.ts";
import type { CellObserver, ObserveColumn } from "./profile/observer.ts";

interface Observing {
  readonly importers: readonly Importer[];
  readonly observe: ObserveColumn;
}

/** Keeps what observed the columns, until it is known what each is taken for. */
export class Evidence {
  readonly #importers: readonly Importer[];
  readonly #observers = new Map<string, readonly CellObserver[]>();
  readonly observe: ObserveColumn;

  constructor({ importers, observe }: Observing) {
    this.#importers = importers;
    this.observe = (column) => {
      const observers = observe(column);
      this.#observers.set(spotOf(column.file, column.position), observers);
      return observers;
    };
  }

  /** The same profile with what the cells prove of columns that are taken for a field. */
  decide(profile: ExportProfile, proposals: readonly FileProposal[]): ExportProfile {
    const files = profile.files.map((file) => {
      const proposal = proposals.find((one) => one.file === file.file);
      const columns = file.columns.map((column, at) => {
        const proposed = proposal?.columns[at];
        const field = proposed?.fields?.[0] ?? proposed?.field ?? undefined;
        const role = field === undefined ? undefined : this.#roleOf(proposal?.entity, field);
        if (role === undefined) return column;
        return { ...column, decisions: this.#decisions(file.file, at, role) };
      });
      return { ...file, columns };
    });
    return { ...profile, files };
  }

  #roleOf(entity: string | null | undefined, name: string): ColumnRole | undefined {
    const field = this.#importers.find((one) => one.entity === entity)?.fields[name];
    return field && roleOf(field);
  }

  #decisions(file: string, position: number, role: ColumnRole): readonly Decision[] {
    const observers = this.#observers.get(spotOf(file, position)) ?? [];
    return observers.flatMap((observer) => observer.decisions(role));
  }
}

const spotOf = (file: string, position: number): string => JSON.stringify([file, position]);
