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
  // Enter beside a reason must not press the first button.
  const inReason = (event) => {
    if (event.key === "Enter" && event.target.id === "why") event.preventDefault();
    if (event.key === "Escape") event.target.blur();
  };
  const meant = (event) =>
    event.key === "Enter" && event.target === document.body
      ? "next"
      : keys[event.key] || keys[event.key.toLowerCase()];
  const isChord = (event) => event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  document.addEventListener("keydown", (event) => {
    if (isChord(event)) return;
    if (inField(event.target)) {
      inReason(event);
      return;
    }
    const id = meant(event);
    if (id && press(id)) event.preventDefault();
  });
})();
