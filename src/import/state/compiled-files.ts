import type { NamedFiles } from "../../../importers/define-files.ts";
import type { AsideColumn } from "../../mapping/aside/aside.ts";
import { columnsAside } from "../../mapping/aside/aside.ts";
import type { FittedFile } from "../../mapping/fit.ts";
import type { EntityMapping } from "../../mapping/mapping.ts";
import { type CompiledEntity, compileEntity } from "../prepare/compile-entity.ts";
import type { ImportRequest } from "../request/import-request.ts";

interface CompiledFile {
  readonly compiled: CompiledEntity;
  readonly aside: readonly AsideColumn[];
}

/**
 * The files of a run, compiled: those of one mapping and one header share what comes of it. An export may have
 * a hundred thousand of them.
 */
export class CompiledFiles {
  readonly #request: ImportRequest;
  readonly #files: NamedFiles | undefined;
  readonly #known = new Map<EntityMapping, Map<string, CompiledFile>>();

  /** @param files that records name; undefined if they are left alone */
  constructor(request: ImportRequest, files: NamedFiles | undefined) {
    this.#request = request;
    this.#files = files;
  }

  of(fitted: FittedFile): CompiledFile {
    // What is looked up belongs to the file, and so does what else it is read for.
    const isAlone = (fitted.lookups ?? []).length > 0 || fitted.readers !== undefined;
    if (isAlone) return this.#compile(fitted);
    const alike = this.#known.get(fitted.mapping) ?? new Map<string, CompiledFile>();
    this.#known.set(fitted.mapping, alike);
    const { importer, header, lent = [] } = fitted;
    const key = JSON.stringify([importer.entity, header, lent]);
    const found = alike.get(key) ?? this.#compile(fitted);
    alike.set(key, found);
    return found;
  }

  /** For a file that is read here: what is counted on the way is its own. */
  anew({ fitted, aside }: Pick<CompiledFile, "aside"> & { fitted: FittedFile }): CompiledEntity {
    const { fit, asOf } = this.#request;
    return compileEntity(fitted, { ...fit.mapping, asOf, aside, files: this.#files });
  }

  #compile(fitted: FittedFile): CompiledFile {
    const { fit, settings } = this.#request;
    const aside = columnsAside(fitted, fit.mapping, settings);
    return { compiled: this.anew({ fitted, aside }), aside };
  }
}
