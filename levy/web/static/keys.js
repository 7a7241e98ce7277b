"use strict";
// The keyboard: / finds, j and k move, Enter opens, e edits, Escape leaves it, ? shows the keys;
// and where an edit was made, what followed from it is marked.  Nothing needs it.
(() => {
  const KEYS = "/ find · j next · k back · Enter open · e edit · Esc leave it · ? these keys";
  // Where the paper's margin has the foot on every sheet, the page need not print it again.
  if ("CSSMarginRule" in window) document.documentElement.classList.add("has-margins");

  const rows = () => [...document.querySelectorAll("#main tbody th[scope=row] a, #main tbody th[scope=row] summary")];

  function move(step) {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
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

  // What is looked for stands in the address, so that it outlasts a reload and can be sent on.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[role=search]");
    if (!form) return;
    const asked = new URLSearchParams([...new FormData(form)].filter(([, word]) => word));
    history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  });

  // A pencil puts a form in the place of a line's words; Escape puts them back.
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
