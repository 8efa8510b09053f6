// Adds to the log of a run what it writes while it is looked at.
(() => {
  const log = document.getElementById("log");
  if (!window.EventSource || !log) return;
  const source = new EventSource(log.dataset.log);
  let isFirst = true;
  source.addEventListener("line", (event) => {
    const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
    if (isFirst) log.textContent = "";
    isFirst = false;
    log.appendChild(document.createTextNode(`${event.data}\n`));
    if (atEnd) log.scrollTop = log.scrollHeight;
  });
  source.addEventListener("end", () => source.close());
  window.addEventListener("pagehide", () => source.close());
})();
