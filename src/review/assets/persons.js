// Decides on pairs of records by keys: S same, D different, L later, U undo, arrow right the next one.
(() => {
  const byId = (id) => document.getElementById(id);
  const inField = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const press = (id) => {
    const found = byId(id);
    if (found) found.click();
    return Boolean(found);
  };
  const keys = {
    s: "same",
    d: "different",
    l: "later",
    u: "undo",
    ArrowRight: "following",
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (inField(event.target)) {
      // Enter beside a reason must not press the first button.
      if (event.key === "Enter" && event.target.id === "why") event.preventDefault();
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const begins = event.key === "Enter" && event.target === document.body;
    const id = begins ? "next" : keys[event.key] || keys[event.key.toLowerCase()];
    if (id && press(id)) event.preventDefault();
  });
})();
