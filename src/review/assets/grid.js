// Makes a grid of the table of records: worked with by keys, each cell edited where it stands. What is typed counts as
// kept when the server has said so; a failure leaves it in its cell.
const grid = document.getElementById("grid");
if (grid) {
  const live = document.getElementById("live");
  const offer = document.getElementById("offer");
  const csrf = document.querySelector("input[name=csrf]").value;
  const body = grid.tBodies[0];
  const PLACE = "hmsync-grid";
  const FAR = 10;
  let current;
  let edited;
  let ownSteps = 0;

  const say = (text) => {
    live.textContent = text;
  };
  const { made, describe, heldIn, showRow } = window.gridCells;

  // Roles: with keys it is a grid, and without a script a table.
  const rolesOf = (row, first, others) => {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      cell.setAttribute("role", cell.tagName === "TH" ? first : others);
    }
  };
  grid.setAttribute("role", "grid");
  grid.tHead.setAttribute("role", "rowgroup");
  body.setAttribute("role", "rowgroup");
  rolesOf(grid.tHead.rows[0], "columnheader", "columnheader");
  for (const row of body.rows) {
    rolesOf(row, "rowheader", "gridcell");
    for (const cell of row.cells) {
      cell.tabIndex = -1;
      if (cell.dataset.at === undefined) cell.setAttribute("aria-readonly", "true");
      else describe(cell);
    }
    for (const link of row.querySelectorAll("a")) link.tabIndex = -1;
  }
  document.getElementById("keys").hidden = false;
  const isNarrow = window.matchMedia("(max-width: 820px)").matches;
  if (isNarrow) document.querySelector(".narrow").open = false;

  const wrongCells = () => Array.from(body.querySelectorAll("td.wrong"));
  const go = (cell) => {
    if (!cell) return;
    if (current) current.tabIndex = -1;
    current = cell;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const cellAt = (row, column) => {
    const { rows } = body;
    const at = rows[Math.max(0, Math.min(rows.length - 1, row))];
    return at ? at.cells[Math.max(0, Math.min(at.cells.length - 1, column))] : undefined;
  };
  const move = (rows, columns) => {
    const row = current.parentNode;
    go(cellAt(row.sectionRowIndex + rows, current.cellIndex + columns));
  };
  /** The next wrong cell after one, or the one before it. */
  const wrongFrom = (cell, isBack) => {
    const wanted = isBack ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const found = wrongCells().filter((one) => cell.compareDocumentPosition(one) & wanted);
    return isBack ? found[found.length - 1] : found[0];
  };

  const showHistory = ({ version, undo }) => {
    for (const input of document.querySelectorAll("input[name=expect]")) input.value = version;
    const button = document.querySelector("#undo button");
    button.disabled = false;
    button.textContent = "Undo";
    button.append(made("span", "soft", `: ${undo}`));
    document.querySelector("#redo button").disabled = true;
  };
  const showOffer = (row, alike) => {
    offer.hidden = !alike;
    if (!alike) return;
    const link = offer.querySelector("a");
    link.href = `/records/${row.dataset.record}/same/${alike.at}${grid.dataset.query}`;
    link.textContent = `Change ${alike.count} more records that hold what stood there`;
  };

  const leave = () => {
    if (!edited) return;
    const { cell, before } = edited;
    edited = undefined;
    cell.classList.remove("unsaved");
    cell.textContent = "";
    cell.append(...before);
  };
  const failed = ({ cell, input }, text) => {
    cell.classList.add("unsaved");
    const said = cell.querySelector(".said") || made("span", "said");
    said.textContent = `Not kept. ${text}`;
    said.setAttribute("role", "alert");
    cell.append(said);
    input.readOnly = false;
    input.focus();
  };
  const sent = async (path, fields) => {
    const form = new URLSearchParams(fields);
    form.append("csrf", csrf);
    ownSteps++;
    let isKept = false;
    try {
      const response = await fetch(path, {
        method: "POST",
        body: form,
        credentials: "same-origin",
      });
      isKept = response.ok;
      return response;
    } finally {
      // What was not kept is not told as changed either: the next that is told is another page's.
      if (!isKept) ownSteps--;
    }
  };
  /** What the server says to a cell; `failure` where it was not kept. */
  const answerTo = async ({ cell, input }) => {
    const { record, seen } = cell.parentNode.dataset;
    const { at, hidden } = cell.dataset;
    const fields = { as: "json", seen, [`cell-${at}`]: input.value };
    if (hidden) fields.hidden = at;
    try {
      const response = await sent(`/records/${record}/cells${grid.dataset.query}`, fields);
      const answer = await response.json();
      if (response.ok || answer.failure) return answer;
    } catch (_error) {
      // Told below: whatever it was, nothing is known to be kept.
    }
    const what = "The program does not answer.";
    return { failure: { what, cure: "What you typed is still here; try again." } };
  };
  /** Sends what was typed; then goes on, unless it was not kept. */
  const save = async (then) => {
    const edit = edited;
    if (!edit || edit.input.readOnly) return;
    const { cell, input, start } = edit;
    if (input.value === start) {
      leave();
      then();
      return;
    }
    input.readOnly = true;
    say("Keeping…");
    const answer = await answerTo(edit);
    if (answer.failure) {
      say("Not kept.");
      failed(edit, `${answer.failure.what} ${answer.failure.cure}`);
      return;
    }
    if (edited === edit) edited = undefined;
    showRow(cell.parentNode, answer);
    showHistory(answer);
    showOffer(cell.parentNode, answer.alike);
    say(answer.said);
    then();
  };
  const openField = (cell, typed) => {
    const { at, hidden, name } = cell.dataset;
    const start = hidden ? "" : heldIn(cell);
    const input = made(start.includes("\n") ? "textarea" : "input");
    input.value = typed === undefined ? start : typed;
    input.autocomplete = "off";
    input.setAttribute("aria-label", name || "value");
    if (hidden) input.placeholder = "new value";
    if (document.getElementById(`words-${at}`)) input.setAttribute("list", `words-${at}`);
    edited = { cell, input, start, before: Array.from(cell.childNodes) };
    cell.textContent = "";
    cell.append(input);
    input.focus();
    if (typed === undefined) input.select();
  };
  const edit = (cell, typed) => {
    if (cell.dataset.at === undefined) {
      const link = cell.querySelector("a");
      if (link) link.click();
    } else if (cell.dataset.locked !== undefined) {
      say("This is the record's number, which is locked. Open the record to give a new number.");
    } else if (!edited || edited.cell !== cell) {
      leave();
      openField(cell, typed);
    }
  };

  const remember = () => {
    if (!current) return;
    const { record } = current.parentNode.dataset;
    sessionStorage.setItem(PLACE, JSON.stringify([record, current.cellIndex]));
  };
  const step = async (what) => {
    const form = document.getElementById(what);
    if (form.querySelector("button").disabled) {
      say(`Nothing to ${what}.`);
      return;
    }
    remember();
    try {
      const response = await sent(form.getAttribute("action"), {
        expect: form.querySelector("input[name=expect]").value,
      });
      if (response.ok) location.reload();
      else say(`Not done: something else was changed since. Load the page again.`);
    } catch (_error) {
      say("Not done: the program does not answer.");
    }
  };

  const KEYS = {
    ArrowUp: () => move(-1, 0),
    ArrowDown: () => move(1, 0),
    ArrowLeft: () => move(0, -1),
    ArrowRight: () => move(0, 1),
    PageUp: () => move(-FAR, 0),
    PageDown: () => move(FAR, 0),
    Home: () => move(0, -current.cellIndex),
    End: () => move(0, current.parentNode.cells.length),
    Enter: () => edit(current),
    F2: () => edit(current),
  };
  const whileEditing = (event) => {
    const { cell, input } = edited;
    if (event.key === "Escape") {
      leave();
      go(cell);
    } else if (event.key === "Enter" && !(event.shiftKey && input.tagName === "TEXTAREA")) {
      void save(() => {
        go(cell);
        move(1, 0);
      });
    } else if (event.key === "Tab") {
      void save(() => go(wrongFrom(cell, event.shiftKey) || cell));
    } else return;
    event.preventDefault();
  };
  /** The letter of a key that is pressed with Ctrl, or Cmd. */
  const commandOf = ({ ctrlKey, metaKey, key }) =>
    ctrlKey || metaKey ? key.toLowerCase() : undefined;
  const isTyped = ({ altKey, key }) => !altKey && key.length === 1 && key !== " ";
  /** @returns whether the key was for us */
  const whileMoving = (event) => {
    const command = commandOf(event);
    if (command === "z" || command === "y") {
      void step(command === "y" || event.shiftKey ? "redo" : "undo");
      return true;
    }
    if (command !== undefined) return false;
    if (event.key === "Tab") {
      const next = wrongFrom(current, event.shiftKey);
      // Where no wrong cell follows, Tab leaves the grid as it leaves anything.
      go(next);
      return next !== undefined;
    }
    if (KEYS[event.key]) KEYS[event.key]();
    else if (isTyped(event)) edit(current, event.key);
    else return false;
    return true;
  };
  grid.addEventListener("keydown", (event) => {
    if (edited && event.target === edited.input) whileEditing(event);
    else if (current && event.target === current && whileMoving(event)) event.preventDefault();
  });
  grid.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td, tbody th");
    if (cell && event.target === cell && cell !== current) go(cell);
  });
  grid.addEventListener("focusout", (event) => {
    if (edited && event.target === edited.input && document.hasFocus()) {
      void save(() => undefined);
    }
  });
  const isCoarse = window.matchMedia("(pointer: coarse)").matches;
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("td, tbody th");
    if (!cell || event.target.closest("a, input, textarea")) return;
    go(cell);
    if (isCoarse) edit(cell);
  });
  grid.addEventListener("dblclick", (event) => {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest("input, textarea")) edit(cell);
  });
  window.addEventListener("beforeunload", (event) => {
    if (edited && edited.input.value !== edited.start) event.preventDefault();
  });
  document.addEventListener("hmsync-changed", () => {
    if (ownSteps > 0) ownSteps--;
    else say("Something was changed on another page. Load this one again to see it.");
  });

  // Back to where one was.
  const [record, column] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
  sessionStorage.removeItem(PLACE);
  const row = Array.from(body.rows).find((one) => one.dataset.record === record);
  if (row) go(row.cells[column]);
  else {
    current = wrongCells()[0] || cellAt(0, 0);
    if (current) current.tabIndex = 0;
  }
}
