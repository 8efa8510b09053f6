// Tells the page what happens elsewhere: a job goes on, another page has changed something.
(() => {
  if (!window.EventSource) return;
  const says = document.getElementById("live");
  let source;
  let changes;
  const heard = (event) => {
    const told = JSON.parse(event.data);
    for (; changes < told.changes; changes++) {
      document.dispatchEvent(new CustomEvent("hmsync-changed"));
    }
    changes = told.changes;
    return told;
  };
  const listen = () => {
    source = new EventSource("/events");
    source.addEventListener("now", (event) => {
      const { state } = heard(event);
      // The page was made while a job was at work that has ended since.
      if (state !== "at work" && document.querySelector("[data-live='at work']")) location.reload();
    });
    source.addEventListener("job", (event) => {
      const job = heard(event);
      if (!job.title) return;
      says.textContent = `${job.title}: ${job.state}${job.done ? `, ${job.done} records` : ""}`;
      if (job.state !== "at work" && document.querySelector("[data-live]")) location.reload();
    });
    source.addEventListener("changed", heard);
  };
  const stop = () => {
    if (source) source.close();
    source = undefined;
  };
  // A browser has six connections to one server: tabs that nobody looks at leave them to others.
  const attend = () => {
    if (document.visibilityState === "hidden") stop();
    else if (!source) listen();
  };
  document.addEventListener("visibilitychange", attend);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", attend);
  attend();
})();
