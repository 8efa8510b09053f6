// Keys for lists of lines: up and down go from line to line, Space chooses one, a approves it, r goes to the remark.
(() => {
  const lines = Array.from(document.querySelectorAll("[data-line]"));
  const isTyping = (node) =>
    /^(INPUT|TEXTAREA|SELECT|BUTTON)$/.test(node.tagName) && node.type !== "checkbox";
  const boxOf = (line) => line.querySelector("input[type=checkbox]");
  const go = (at) => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, at))];
    if (line) line.focus();
    if (line) line.scrollIntoView({ block: "nearest" });
  };
  const next = sessionStorage.getItem("hmsync-line");
  sessionStorage.removeItem("hmsync-line");
  // The browser puts the focus where the address leads when it has loaded.
  if (next !== null) window.addEventListener("load", () => setTimeout(() => go(Number(next)), 0));
  const keys = {
    ArrowDown: (_line, at) => go(at + 1),
    ArrowUp: (_line, at) => go(at - 1),
    " ": (line) => {
      if (line) boxOf(line).checked = !boxOf(line).checked;
    },
    a: (line, at) => {
      if (!line) return;
      const button = line.querySelector("[data-approve]");
      if (!button) return;
      sessionStorage.setItem("hmsync-line", String(at + 1));
      button.click();
    },
    r: (line) => {
      if (!line) return;
      boxOf(line).checked = true;
      line.closest("form").querySelector("[name=remark]").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const line = event.target.closest("[data-line]");
    // A box that has the focus is ticked by the browser.
    if (event.key === " " && event.target !== line) return;
    const act = keys[event.key];
    if (!act) return;
    act(line, line === null ? -1 : lines.indexOf(line));
    event.preventDefault();
  });
})();
