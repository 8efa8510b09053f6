import type { Child, FC } from "hono/jsx";
import {
  type Facets,
  type FacetValue,
  REJECT_STATES,
  type RejectFilter,
} from "../../chain/rejects/reject.ts";
import type { RejectIndex } from "../../chain/rejects/reject-index.ts";
import { grouped } from "../../plain/columns.ts";
import { groupBy } from "../../plain/group-by.ts";
import { oneLine } from "../../plain/visible.ts";
import { Value } from "../mask.tsx";
import type { Session } from "../session.ts";
import { filteredBy, monthName, queryOf, STATE_NAMES } from "./filter.ts";

/** Values of a facet that are shown at once; the others fold. */
const SHOWN = 8;

interface FacetsProps {
  readonly index: RejectIndex;
  readonly filter: RejectFilter;
  readonly session: Session;
  /** Counted under the filter. */
  readonly facets: Facets;
}

/** What the list can be narrowed to, with how many records each choice leaves. */
export const FacetLinks: FC<FacetsProps> = ({ index, filter, session, facets }) => {
  const named = groupBy(facets.named, ({ key }) => index.named(key)?.label ?? "");
  return (
    <nav class="facets" aria-label="Narrow the list">
      <Facet title="Records of" of="entity" filter={filter} values={facets.entity} always>
        {(key) => key}
      </Facet>
      <Facet
        title="State"
        of="state"
        filter={filter}
        values={REJECT_STATES.flatMap((state) => facets.state.filter(({ key }) => key === state))}
        always
      >
        {(key) => STATE_NAMES[key]}
      </Facet>
      <Facet title="What is wrong" of="code" filter={filter} values={facets.code}>
        {(key) => <span class="code">{key.replace(/^[^.]*\./, "")}</span>}
      </Facet>
      <Facet title="Wrong column" of="column" filter={filter} values={facets.column}>
        {(key) => oneLine(index.column(key)?.name ?? "")}
      </Facet>
      <Facet title="File" of="file" filter={filter} values={facets.file}>
        {(key) => oneLine(index.file(key)?.name ?? "")}
      </Facet>
      {[...named].map(([label, values]) => (
        <Facet title={label} of="named" filter={filter} values={values}>
          {(key) => (
            <>
              <span class="soft">{key + 1}:</span>{" "}
              <Value value={index.named(key)?.legacyId ?? ""} session={session} />
            </>
          )}
        </Facet>
      ))}
      <Facet title="Month" of="month" filter={filter} values={facets.month}>
        {monthName}
      </Facet>
    </nav>
  );
};

interface FacetProps<Key extends string | number> {
  readonly title: string;
  readonly of: keyof RejectFilter;
  readonly filter: RejectFilter;
  readonly values: readonly FacetValue<Key>[];
  /** Also where there is nothing to choose. */
  readonly always?: boolean;
  readonly children: (key: Key) => Child;
}

function Facet<Key extends string | number>(props: FacetProps<Key>) {
  const { title, of, filter, values, always = false, children } = props;
  const chosen = filter[of];
  if (values.length < 2 && chosen === undefined && !always) return null;
  const first = values.filter(({ key }, nth) => nth < SHOWN || key === chosen);
  const rest = values.filter((one) => !first.includes(one));
  const item = ({ key, count }: FacetValue<Key>) => (
    <li>
      <FacetLink of={of} filter={filter} value={key} count={count}>
        {children(key)}
      </FacetLink>
    </li>
  );
  return (
    <section>
      <h2>{title}</h2>
      <ul>{first.map(item)}</ul>
      {rest.length > 0 && (
        <details class="more">
          <summary>{grouped(rest.length)} more</summary>
          <ul>{rest.map(item)}</ul>
        </details>
      )}
    </section>
  );
}

interface FacetLinkProps {
  readonly of: keyof RejectFilter;
  readonly filter: RejectFilter;
  readonly value: string | number;
  readonly count: number;
  readonly children?: Child;
}

const FacetLink: FC<FacetLinkProps> = ({ of, filter, value, count, children }) => {
  const isChosen = filter[of] === value;
  // Another entity has other columns, codes and files.
  const before = of === "entity" ? { state: filter.state } : filter;
  const next = filteredBy(before, of, isChosen && of !== "entity" ? undefined : value);
  return (
    <a
      href={`/records${queryOf(next)}`}
      class={isChosen ? "chosen" : ""}
      {...(isChosen ? { "aria-current": "true" } : {})}
    >
      <span class="choice">
        {isChosen && <span aria-hidden="true">✓ </span>}
        {children}
      </span>
      <span class="count">{grouped(count)}</span>
    </a>
  );
};
