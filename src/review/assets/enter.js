// Sends the token of the link, which a server never sees otherwise, and takes it out of the address.
(() => {
  const token = location.hash.slice(1);
  if (token === "") return;
  history.replaceState(null, "", "/");
  const form = document.getElementById("enter");
  form.elements.namedItem("token").value = token;
  form.submit();
})();
