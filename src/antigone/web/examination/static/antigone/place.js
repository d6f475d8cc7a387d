// Offers the phone's own place for the form. Without this file, or without leave, the place is typed.
"use strict";

(() => {
  const offer = document.querySelector("[data-place-offer]");
  if (!offer || !navigator.geolocation) {
    return;
  }
  const said = offer.querySelector("[data-place-said]");
  const field = (name) => document.querySelector(`[name="${name}"]`);
  offer.hidden = false;

  function take({ coords }) {
    field("latitude").value = coords.latitude.toFixed(6);
    field("longitude").value = coords.longitude.toFixed(6);
    field("within_m").value = Math.max(1, Math.ceil(coords.accuracy));
    said.textContent = said.dataset.taken;
  }

  offer.querySelector("[data-place-take]").addEventListener("click", () => {
    said.textContent = said.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      take,
      () => {
        said.textContent = said.dataset.failed;
      },
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });
})();
