"use strict";
// Draws each chart with Vega-Lite, with a tooltip for every levy; paper keeps the server's drawing.
// The interpreter evaluates Vega's expressions without eval, which our security policy forbids.
(() => {
  function draw(figure) {
    const place = figure.querySelector(".drawn");
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const axis = { labelFontSize: 13, labelLimit: 240, titleFontSize: 13, titleFontWeight: "normal" };
    spec.config = { axis, font: getComputedStyle(document.body).fontFamily };
    place.hidden = false;
    const runtime = vega.parse(vegaLite.compile(spec).spec, null, { ast: true });
    const view = new vega.View(runtime, { container: place, expr: vega.expressionInterpreter });
    view.description(figure.querySelector("svg").getAttribute("aria-label"));
    view.hover().runAsync().then(
      () => figure.classList.add("has-drawing"),
      () => { place.hidden = true; },
    );
  }

  // A canvas does not wait for its font to load.
  document.fonts.ready.then(() => document.querySelectorAll("figure.chart").forEach(draw));
})();
