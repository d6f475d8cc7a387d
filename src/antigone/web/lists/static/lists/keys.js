// Single keys on the pages of an incident: search, rows of a list, and where to go. Never in a text
// field, never together with Ctrl, Alt or Cmd. Whoever turned them off does not get this script.
(function () {
  "use strict";
  const places = document.currentScript.dataset;
  const PATIENCE_MS = 1500;
  let went = 0;

  // The letter in the same place of the keyboard, where its letters are not Latin.
  function letter(event) {
    if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
    return event.key.length === 1 && /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
  }

  function takesText(element) {
    return element.closest("input, textarea, select, [contenteditable], [role=textbox], dialog[open]") !== null;
  }

  // The links by which rows are opened, those on the screen only.
  function rows() {
    const found = document.querySelectorAll("[data-rows] tbody > tr, [data-rows] > li");
    return [...found].map((row) => row.querySelector("a[href]")).filter((link) => link && link.checkVisibility());
  }

  function step(by) {
    const links = rows();
    if (!links.length) return false;
    const here = links.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
    return true;
  }

  function act(event) {
    const key = letter(event);
    if (went && Date.now() - went < PATIENCE_MS && key in places) {
      location.assign(places[key]);
      return true;
    }
    went = key === "g" ? Date.now() : 0;
    if (key === "g") return true;
    if (key === "j") return step(1);
    if (key === "k") return step(-1);
    if (key === "/") {
      const box = document.getElementById("mast-q");
      box.focus();
      box.select();
      return true;
    }
    if (key === "?") {
      document.getElementById("keys").showModal();
      return true;
    }
    return false;
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && "/?g".includes(event.key)) return;
    if (event.target instanceof Element && takesText(event.target)) return;
    if (act(event)) event.preventDefault();
  });
})();
