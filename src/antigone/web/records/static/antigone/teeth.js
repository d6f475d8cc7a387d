// The teeth of a chart, live: a touch or a key changes the drawing without loading the page anew.
// Arrow keys go from tooth to tooth, letters begin the entry of the tooth in focus, Enter puts it in.
// Without this file each tooth is a button that sends the form, and its codes are typed below.
"use strict";

(() => {
  const steps = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const queue = [];
  let busy = false;

  const editor = () => document.querySelector("[data-teeth]");
  const codes = () => editor().querySelector("#teeth-codes");
  const tooth = () => editor().querySelector("#teeth-tooth");

  // What was typed or chosen and not put in yet; null where nothing was.
  function begun() {
    const typed = codes().value !== codes().defaultValue;
    return typed || tooth().value !== editor().dataset.current
      ? { tooth: tooth().value, codes: codes().value }
      : null;
  }

  function show(entry) {
    tooth().value = entry.tooth;
    codes().value = entry.codes;
  }

  // One after the other, each with the chart as the one before left it: no touch is lost.
  function step(value) {
    queue.push({ value, entry: begun() });
    show({ tooth: editor().dataset.current, codes: codes().defaultValue });
    if (!busy) {
      run();
    }
  }

  async function run() {
    busy = true;
    try {
      while (queue.length) {
        swap(await send(queue[0]));
        queue.shift();
      }
    } catch {
      failed();
    }
    busy = false;
  }

  async function send({ value, entry }) {
    const form = editor().closest("form");
    const data = new FormData(form);
    const shown = editor().dataset.current;
    data.set("step", value);
    data.set("tooth", entry ? entry.tooth : shown);
    data.set("codes", entry ? entry.codes : codes().defaultValue);
    const headers = { "HX-Request": "true" };
    const answer = await fetch(location.href, { method: "POST", body: data, headers });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    return answer.text();
  }

  // The new drawing takes the place of the old; focus, and what is being typed, stay.
  function swap(html) {
    const focused = document.activeElement?.id;
    const typing = focused === "teeth-codes" ? begun() : null;
    editor().outerHTML = html;
    if (typing) {
      show(typing);
    }
    const again = editor().querySelector("#teeth-error") ? codes() : document.getElementById(focused);
    again?.focus();
    if (again === codes()) {
      again.setSelectionRange(again.value.length, again.value.length);
    }
  }

  // What was not sent stays first in the queue, and goes with the next touch.
  function failed() {
    editor().querySelector("[data-teeth-failed]").hidden = false;
  }

  // The nearest tooth in a direction; along a jaw only that jaw's teeth.
  function next(from, [down, right]) {
    let best = null;
    let least = Infinity;
    for (const other of editor().querySelectorAll(".tooth-btn")) {
      const rows = Number(other.dataset.row) - Number(from.dataset.row);
      const columns = Number(other.dataset.column) - Number(from.dataset.column);
      const along = rows * down + columns * right;
      const beside = Math.abs(rows * right) + Math.abs(columns * down);
      const far = along * 100 + beside + (right && beside ? 1e6 : 0);
      if (along > 0 && far < least) {
        least = far;
        best = other;
      }
    }
    return best;
  }

  function onTooth(event, from) {
    if (steps[event.key]) {
      event.preventDefault();
      next(from, steps[event.key])?.focus();
    } else if (/^[a-zA-Z/]$/.test(event.key)) {
      event.preventDefault();
      show({ tooth: from.dataset.tooth, codes: event.key });
      codes().focus();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (!editor() || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const from = event.target.closest?.("[data-teeth] .tooth-btn");
    if (from) {
      onTooth(event, from);
    } else if (event.target.id === "teeth-codes" && event.key === "Enter") {
      event.preventDefault();
      const at = editor().querySelector(`[data-tooth="${tooth().value}"]`);
      step("set");
      // At once, so that the next letter already belongs to the next tooth.
      document.getElementById(`tooth-${at?.dataset.next}`)?.focus();
    }
  });

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest?.('[data-teeth] button[name="step"]');
    if (pressed) {
      event.preventDefault();
      step(pressed.value);
    }
  });
})();
