// How a cell of the grid is shown, and what it holds.
{
  const made = (name, look, text) => {
    const one = document.createElement(name);
    if (look) one.className = look;
    if (text) one.textContent = text;
    return one;
  };

  const describe = (cell) => {
    cell.setAttribute("aria-invalid", String(cell.classList.contains("wrong")));
    if (cell.dataset.locked !== undefined) cell.setAttribute("aria-readonly", "true");
  };
  const heldIn = (cell) => {
    if (cell.dataset.raw !== undefined) return cell.dataset.raw;
    const shown = cell.querySelector(".on-screen");
    return shown ? shown.textContent : "";
  };
  const markOf = (looks) => {
    const mark = made("span", "mark");
    const sign = made("span", "", looks === "wrong" ? "!" : "✓");
    sign.setAttribute("aria-hidden", "true");
    mark.append(sign, made("span", "unseen", looks === "wrong" ? "wrong: " : "corrected: "));
    return mark;
  };
  const valueSpan = (text, hidden) => {
    if (text === "") return made("span", "soft", "(empty)");
    if (hidden === "masked") return made("span", "masked", text);
    const value = made("span", "value");
    value.append(made("span", "on-screen", text));
    return value;
  };
  const fill = (cell, { text, looks, hidden, raw }) => {
    cell.className = `cell ${looks}`;
    delete cell.dataset.raw;
    delete cell.dataset.hidden;
    if (raw !== undefined) cell.dataset.raw = raw;
    if (hidden) cell.dataset.hidden = hidden;
    cell.textContent = "";
    if (looks) cell.append(markOf(looks));
    cell.append(valueSpan(text, hidden));
    describe(cell);
  };
  const showRow = (row, answer) => {
    row.dataset.seen = answer.seen;
    row.className = `is-${answer.state}`;
    for (const one of answer.cells) {
      const cell = row.querySelector(`td[data-at="${one.at}"]`);
      if (cell) fill(cell, one);
    }
    const badge = row.querySelector("[data-state]");
    if (badge) badge.remove();
    if (answer.stateName) {
      const look = answer.verdict === "rejected" ? "error" : "good";
      const next = made("span", `badge ${look}`, answer.stateName);
      next.dataset.state = "";
      row.cells[0].append(next);
    }
    const list = row.querySelector(".why ul");
    list.textContent = "";
    for (const { words, severity } of answer.issues) list.append(made("li", severity, words));
    if (answer.issues.length === 0) {
      list.append(made("li", "good", "Nothing is wrong with it any more."));
    }
  };
  window.gridCells = { made, describe, heldIn, showRow };
}
