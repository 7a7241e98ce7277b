"use strict";
// The keyboard: / finds, j and k move, Enter opens, e edits, ? shows the keys.  Nothing needs it.
(() => {
  const KEYS = "/ find · j next · k back · Enter open · e edit · ? these keys";
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

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const find = document.querySelector("input[type=search]");
    const done = { j: () => move(1), k: () => move(-1), e: edit, "?": show, "/": () => find && find.focus() };
    if (!(event.key in done)) return;
    event.preventDefault();
    done[event.key]();
  });
})();
