"use strict";
// The keyboard: / finds, j and k move, Enter opens, e edits, Escape cancels, ? shows the keys.
// After an edit, figures that changed are marked.  The pages work without this script.
(() => {
  const KEYS = "/ find · j next · k back · Enter open · e edit · Esc cancel · ? these keys";
  // If the browser prints the foot in the margin of every sheet, the page does not print it again.
  if ("CSSMarginRule" in window) document.documentElement.classList.add("has-margins");

  const rows = () => [...document.querySelectorAll("#main tbody th[scope=row] a, #main tbody th[scope=row] summary")];

  function move(step) {
    const all = rows();
    const index = all.indexOf(document.activeElement);
    const next = all[index < 0 ? (step > 0 ? 0 : all.length - 1) : index + step];
    if (next) next.focus();
  }

  function show() {
    const shown = document.querySelector(".keys");
    if (shown) return shown.remove();
    const box = document.createElement("p");
    box.className = "keys";
    box.setAttribute("role", "status");
    box.textContent = KEYS;
    document.body.append(box);
  }

  function edit() {
    const row = document.activeElement.closest("tr");
    const pen = row && row.querySelector(".pen");
    if (pen) pen.click();
  }

  // The address holds the filter, so that it survives a reload and can be shared.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[role=search]");
    if (!form) return;
    const query = new URLSearchParams([...new FormData(form)].filter(([, word]) => word));
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
  });

  // A pencil replaces a line's label with a form; Escape restores the label.
  const words = new WeakMap();
  let edited = "";
  let figures = new Map();
  const shown = () => [...document.querySelectorAll("#main tr[id] td.number:not(.before)")];
  const pen = (line) => document.querySelector(`#${CSS.escape(line)} .pen`);

  function leave(cell) {
    cell.innerHTML = words.get(cell);
    window.htmx.process(cell);
    cell.querySelector(".pen").focus();
  }

  document.addEventListener("click", (event) => {
    const cell = event.target.closest(".pen") && event.target.closest("th");
    if (cell) words.set(cell, cell.innerHTML);
  }, true);

  document.addEventListener("submit", (event) => {
    const row = event.target.closest("tr[id]");
    if (row) edited = row.id;
  }, true);

  document.addEventListener("htmx:before:swap", () => {
    figures = new Map(shown().map((cell) => [cell.parentElement.id, cell.textContent]));
  });

  document.addEventListener("htmx:after:swap", () => {
    const field = document.querySelector("tr[id] .edit input[name=text]");
    if (field) {
      field.focus();
      return field.select();
    }
    for (const cell of shown()) {
      const before = figures.get(cell.parentElement.id);
      if (before !== undefined && before !== cell.textContent) cell.parentElement.classList.add("changed");
    }
    if (edited && pen(edited)) pen(edited).focus({ preventScroll: true });
    edited = "";
  });

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th");
    if (event.key === "Escape" && cell && words.has(cell) && cell.querySelector(".edit")) return leave(cell);
    const typing = event.target.closest("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const find = document.querySelector("input[type=search]");
    const done = { j: () => move(1), k: () => move(-1), e: edit, "?": show, "/": () => find && find.focus() };
    if (!(event.key in done)) return;
    event.preventDefault();
    done[event.key]();
  });
})();
