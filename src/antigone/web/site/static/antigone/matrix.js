// Arrow keys go from one square of a matrix to the next one that leads somewhere.
// Without this file every square is still reached with the tabulator.
"use strict";

(() => {
  const steps = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };

  function place(link) {
    return [Number(link.dataset.row), Number(link.dataset.column)];
  }

  // The nearest square in a direction. Within a row its own squares come first; up and down leads to the
  // nearest row, which seldom has a square in the same column.
  function next(links, from, [down, right]) {
    const [row, column] = place(from);
    let best = null;
    let least = Infinity;
    for (const link of links) {
      const [i, j] = place(link);
      const along = (i - row) * down + (j - column) * right;
      const beside = Math.abs((i - row) * right) + Math.abs((j - column) * down);
      const far = along * 1e4 + beside + (right && beside ? 1e9 : 0);
      if (along > 0 && far < least) {
        least = far;
        best = link;
      }
    }
    return best;
  }

  for (const matrix of document.querySelectorAll("[data-matrix]")) {
    matrix.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      const from = event.target.closest("a[data-row]");
      if (!step || !from || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      event.preventDefault();
      const to = next(matrix.querySelectorAll("a[data-row]"), from, step);
      if (to) {
        to.focus();
        to.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    });
  }
})();
