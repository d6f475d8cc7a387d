// In a pedigree the arrow keys go to the nearest person in their direction, Enter or a touch chooses,
// and the page stays where it is. Without this file every person is a link, and every step a form.
"use strict";

(() => {
  const ways = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const persons = (root) => [...root.querySelectorAll("a.person")];
  const place = (link) => [Number(link.dataset.x), Number(link.dataset.y)];

  function nearest(links, from, [right, down]) {
    const [x, y] = place(from);
    let best = null;
    let least = Infinity;
    for (const link of links) {
      const [i, j] = place(link);
      const along = (i - x) * right + (j - y) * down;
      const beside = Math.abs((i - x) * down) + Math.abs((j - y) * right);
      // Left and right stay in the generation.
      const far = along + beside * 2;
      if (along > 1 && far < least && !(right && beside > 1)) {
        least = far;
        best = link;
      }
    }
    return best;
  }

  // One person is reached with the tabulator; the next stop is what can be done with them.
  function stop(root, at) {
    for (const link of persons(root)) {
      link.setAttribute("tabindex", link === at ? "0" : "-1");
    }
  }

  function show(link) {
    const frame = link.closest(".scroll");
    const box = link.getBoundingClientRect();
    const seen = frame.getBoundingClientRect();
    if (box.left < seen.left || box.right > seen.right) {
      frame.scrollLeft += box.left + box.width / 2 - (seen.left + seen.width / 2);
    }
  }

  let begun = null;

  function begin() {
    const root = document.querySelector("[data-pedigree]");
    if (!root || root === begun) {
      return;
    }
    begun = root;
    const links = persons(root);
    const chosen = links.find((link) => link.hasAttribute("aria-current")) ?? links[0];
    if (!chosen) {
      return;
    }
    stop(root, chosen);
    show(chosen);
    if (document.activeElement?.matches?.("a.person")) {
      chosen.focus({ preventScroll: true });
    }
  }

  document.addEventListener("keydown", (event) => {
    const from = event.target.closest?.("[data-pedigree] a.person");
    if (!from || !ways[event.key] || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    event.preventDefault();
    const root = from.closest("[data-pedigree]");
    const to = nearest(persons(root), from, ways[event.key]);
    if (to) {
      stop(root, to);
      to.focus({ preventScroll: true });
      show(to);
    }
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-pedigree] a.person");
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    link.focus({ preventScroll: true });
    const address = link.getAttribute("href");
    const how = { target: "#main", select: "#main", swap: "outerHTML show:none" };
    window.htmx.ajax("GET", address, how).then(() => history.replaceState(null, "", address));
  });

  // What was pressed stays under the finger, though messages come and go above it.
  let pressed = null;

  const top = (id) => document.getElementById(id)?.getBoundingClientRect().top;

  document.addEventListener("htmx:beforeSwap", () => {
    const id = document.activeElement?.id;
    pressed = id ? { id, at: top(id) } : null;
  });

  document.addEventListener("htmx:afterSwap", () => {
    const now = pressed ? top(pressed.id) : undefined;
    if (now !== undefined) {
      window.scrollBy(0, now - pressed.at);
    }
  });

  document.addEventListener("htmx:afterSettle", begin);
  document.addEventListener("DOMContentLoaded", begin);
})();
