import { Html, html } from "./html.ts";

/**
 * The page's only script: it hides what does not hold the words that are searched for, and unfolds what does. Without
 * it nothing is missing but the search. It reads the page alone, and writes nothing into it but a count.
 */
export const SCRIPT = `(function () {
  "use strict";
  var box = document.getElementById("search");
  var field = box.querySelector("input");
  var told = box.querySelector("output");
  var folds = Array.from(document.querySelectorAll("details"));
  var items = Array.from(document.querySelectorAll("[data-item]")).map(function (node) {
    var head = node.tagName === "DETAILS" ? node.querySelector("summary") : node;
    return { node: node, text: node.textContent.toLowerCase(), head: head.textContent.toLowerCase() };
  });
  var boxes = Array.from(document.querySelectorAll(".scroll")).filter(function (one) {
    return one.querySelector("[data-item]") !== null;
  });
  var before = null;
  function holds(text, words) {
    return words.every(function (word) { return text.indexOf(word) !== -1; });
  }
  function isShown(item, words) {
    if (!holds(item.text, words)) {
      var outer = item.node.parentElement.closest("[data-item]");
      return outer !== null && holds(outer.querySelector("summary").textContent.toLowerCase(), words);
    }
    return true;
  }
  function show(words) {
    var found = 0;
    items.forEach(function (item) {
      item.node.hidden = !isShown(item, words);
      if (!item.node.hidden && item.node.parentElement.closest("[data-item]") === null) found += 1;
    });
    folds.forEach(function (fold) {
      var inner = Array.from(fold.querySelectorAll("[data-item]"));
      var hit = inner.some(function (node) { return !node.hidden; });
      if (inner.length > 0) fold.open = hit;
      if (!fold.hasAttribute("data-item")) fold.hidden = !hit;
    });
    boxes.forEach(function (one) { one.hidden = one.querySelector("[data-item]:not([hidden])") === null; });
    told.textContent = found === 1 ? "1 place" : found + " places";
  }
  function search() {
    var words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    if (words.length > 0) {
      if (before === null) before = folds.map(function (fold) { return fold.open; });
      show(words);
    } else if (before !== null) {
      items.forEach(function (item) { item.node.hidden = false; });
      boxes.forEach(function (one) { one.hidden = false; });
      folds.forEach(function (fold, at) { fold.hidden = false; fold.open = before[at]; });
      before = null;
      told.textContent = "";
    }
  }
  box.hidden = false;
  field.addEventListener("input", search);
  field.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    field.value = "";
    search();
  });
  box.querySelector("button").addEventListener("click", function () {
    var all = folds.every(function (fold) { return fold.open; });
    folds.forEach(function (fold) { fold.open = !all; });
  });
  function unfold() {
    var target = location.hash === "" ? null : document.getElementById(location.hash.slice(1));
    for (var fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target) target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  unfold();
})();`;

/** The field to search in; shown by the script alone. */
export const searchBox = (): Html =>
  html`<form id="search" role="search" hidden><label>Search <input type="search" autocomplete="off" spellcheck="false" placeholder="file, column, code"></label> <output></output> <button type="button">Unfold or fold all</button></form>`;

export const script = (): Html => html`<script>${new Html(SCRIPT)}</script>`;
