// Tells the page what happens elsewhere: a job goes on, another page has changed something.
(() => {
  if (!window.EventSource) return;
  const says = document.getElementById("live");
  const source = new EventSource("/events");
  source.addEventListener("job", (event) => {
    const job = JSON.parse(event.data);
    if (!job.title) return;
    says.textContent = `${job.title}: ${job.state}${job.done ? `, ${job.done} records` : ""}`;
    if (job.state !== "at work" && document.querySelector("[data-live]")) location.reload();
  });
  source.addEventListener("changed", () => {
    document.dispatchEvent(new CustomEvent("hmsync-changed"));
  });
  window.addEventListener("pagehide", () => source.close());
})();
