// Reads the page's question and amounts aloud. The button stands only where the browser has a voice for the language.
const button = document.querySelector("[data-listen]");
const speech = window.speechSynthesis;
const language = document.documentElement.lang.slice(0, 2).toLowerCase();

const voice = () => {
  const own = speech.getVoices().filter((each) => each.lang.toLowerCase().startsWith(language));
  return own.find((each) => each.lang === "zh-CN") ?? own[0];
};

// Voices stop at the comma in 1,260 and are silent at the sign of multiplication.
const spoken = (text) =>
  text
    .replace(/\s+/g, " ")
    .replace(/(\d),(?=\d{3})/g, "$1")
    .replace("×", button.dataset.times)
    .trim();

const sentences = () =>
  [...document.querySelectorAll("[data-aloud]")]
    .map((each) => spoken(each.innerText))
    .filter(Boolean);

function show() {
  if (voice()) button.hidden = false;
}

function label(text) {
  button.querySelector("span").textContent = text;
}

if (button && speech && typeof SpeechSynthesisUtterance === "function") {
  const listen = button.querySelector("span").textContent;
  let reading = false;
  const stop = () => {
    reading = false;
    label(listen);
  };
  button.addEventListener("click", () => {
    const wasReading = reading;
    speech.cancel();
    stop();
    if (wasReading) return;
    const all = sentences().map((text) => {
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.rate = 0.85;
      return said;
    });
    if (!all.length) return;
    reading = true;
    label(button.dataset.stop);
    const last = all[all.length - 1];
    last.onend = last.onerror = () => reading && stop();
    for (const said of all) speech.speak(said);
  });
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", show);
  show();
}
