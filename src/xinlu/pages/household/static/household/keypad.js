// The large keypad under an amount: shown only where a script can run; without it the phone's own keys are there.
const LONGEST = 12;

for (const pad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(pad.dataset.keypad);
  // The keypad takes the place of the phone's own keys, which would cover half of a small screen.
  field.inputMode = "none";
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button")?.value;
    if (!key) return;
    if (key === "back") field.value = field.value.slice(0, -1);
    else if (field.value.length < LONGEST && !(key === "." && field.value.includes("."))) {
      field.value = (field.value === "0" && key !== "." ? "" : field.value || (key === "." ? "0" : "")) + key;
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
