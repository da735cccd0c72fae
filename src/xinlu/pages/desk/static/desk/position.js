// At the door the phone can fill in where it is; without a receiver, or over plain http, the numbers are typed.
for (const form of document.querySelectorAll("form[data-position]")) {
  const ask = form.querySelector("[data-position-ask]");
  const say = form.querySelector("[data-position-said]");
  if (!navigator.geolocation || !window.isSecureContext) continue;
  ask.hidden = false;
  ask.querySelector("button").addEventListener("click", () => {
    say.textContent = say.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.longitude.value = coords.longitude.toFixed(7);
        form.elements.latitude.value = coords.latitude.toFixed(7);
        form.elements.accuracy_m.value = Math.ceil(coords.accuracy);
        form.elements.how.value = "receiver";
        say.textContent = say.dataset.done;
      },
      () => { say.textContent = say.dataset.no; },
      { enableHighAccuracy: true, timeout: 30000, maximumAge: 0 },
    );
  });
}
