import { query } from "./sql.ts";

/**
 * What a database and its ledger hold, without times, numbers of runs and of attempts: the last word
 * on each record, each crosswalk row with the name of its file, what waits, what was done besides.
 */
export function leftBehind(path: string): unknown {
  const target = ["patients", "doctors", "visits"].map((table) => {
    const columns = query(path, `select name from pragma_table_info('${table}')`)
      .map(([name]) => String(name))
      .filter((name) => !name.endsWith("ed_at"));
    return query(path, `select ${columns.join(", ")} from ${table} order by id`);
  });
  return [
    ...target,
    query(
      path,
      `select c.legacy_system, c.entity, c.legacy_id, c.target_id, hex(c.content_hash) as hash,
         f.name as file, c.record, c.line
       from ledger_crosswalk c left join ledger_files f on f.id = c.file_id
       order by c.entity, c.legacy_id`,
    ),
    query(
      path,
      `select f.name as file, e.record, e.line, e.offset, e.legacy_id, e.target_id, e.outcome, e.issues
       from ledger_exceptions e join ledger_files f on f.id = e.file_id
       where e.id = (select max(x.id) from ledger_exceptions x join ledger_files g on g.id = x.file_id
         where g.name = f.name and x.record = e.record)
       order by f.name, e.record`,
    ),
    query(
      path,
      `select w.legacy_system, w.entity, w.legacy_id, f.name as file, w.record, w.line,
         w.parent_entity, w.parent_legacy_id, w.cells
       from ledger_waiting w join ledger_files f on f.id = w.file_id
       order by w.entity, w.legacy_id, w.id`,
    ),
    // That a record waits again is told by every attempt.
    query(
      path,
      `select a.kind, a.entity, a.legacy_id, a.target_id, f.name as file, a.record, a.detail
       from ledger_actions a left join ledger_files f on f.id = a.file_id
       where a.detail is not 'superseded' and a.kind <> 'fixed'
       order by a.kind, a.entity, a.legacy_id`,
    ),
    query(
      path,
      `select name, entity, size, sha256, records, header from ledger_files
       where id in (select max(id) from ledger_files group by name) order by name`,
    ),
    query(path, "select status, exit_code, committed from ledger_runs order by id desc limit 1"),
  ];
}
