// The sample check by keys: R right, W wrong and why, S the next open one, arrows to and fro.
(() => {
  const byId = (id) => document.getElementById(id);
  const remark = byId("remark");
  const inField = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const follow = (id) => {
    const link = byId(id);
    if (link) link.click();
    return Boolean(link);
  };
  const sayWrong = () => {
    if (!remark) return false;
    // A wrong record needs a remark: the first W goes there.
    if (remark.value.trim() === "") remark.focus();
    else follow("wrong");
    return true;
  };
  const keys = {
    r: () => follow("right"),
    w: sayWrong,
    s: () => follow("skip"),
    ArrowLeft: () => follow("previous"),
    ArrowRight: () => follow("following"),
  };
  const inRemark = (event) => {
    if (event.key === "Escape") remark.blur();
    if (event.key !== "Enter") return;
    // The first button of the form says right: Enter beside a remark must not press it.
    event.preventDefault();
    sayWrong();
  };
  const begins = (event) => event.key === "Enter" && event.target === document.body;
  const doesOf = (event) =>
    begins(event) ? () => follow("next") : keys[event.key] || keys[event.key.toLowerCase()];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target === remark) inRemark(event);
    if (inField(event.target)) return;
    const does = doesOf(event);
    const isDone = does ? does() : false;
    if (isDone) event.preventDefault();
  });
})();
