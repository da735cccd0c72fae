// At the table: quantity x price as it is typed, and the list of kinds narrowed while one writes. Without it the server does both.

/** Fen of a typed amount, or null where it is none. @param {string} text */
const number = (text) => {
  const plain = text.normalize("NFKC").trim().replaceAll(",", "");
  return /^\d+(\.\d{1,3})?$/.test(plain) ? plain : null;
};

/** Whole thousandths of a decimal text, without passing through binary fractions. @param {string} plain */
const thousandths = (plain) => {
  const [whole, part = ""] = plain.split(".");
  return BigInt(whole) * 1000n + BigInt(part.padEnd(3, "0"));
};

for (const sums of document.querySelectorAll("[data-product]")) {
  const [quantity, price, amount] = ["quantity", "price", "amount"].map((name) => sums.querySelector(`[name=${name}]`));
  if (!quantity || !price) continue;
  let made = false;
  const reckon = () => {
    const [a, b] = [number(quantity.value), number(price.value)];
    if (a !== null && b !== null) {
      const fen = (thousandths(a) * thousandths(b) + 5000n) / 10000n;
      const rest = fen % 100n;
      amount.value = `${fen / 100n}${rest ? `.${String(rest).padStart(2, "0").replace(/0$/, "")}` : ""}`;
      made = true;
    } else if (made) {
      amount.value = "";
      made = false;
    }
    amount.readOnly = made;
  };
  quantity.addEventListener("input", reckon);
  price.addEventListener("input", reckon);
  reckon();
}

for (const field of document.querySelectorAll("[data-find]")) {
  const list = document.getElementById(field.dataset.find);
  const none = list.querySelector("[data-none]");
  field.form.querySelector("[data-without-script]").hidden = true;
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const sought = field.value.trim().toLowerCase();
    let found = 0;
    for (const group of list.querySelectorAll("section")) {
      let shown = 0;
      for (const chip of group.querySelectorAll("[data-name]")) {
        chip.hidden = !chip.dataset.name.includes(sought);
        shown += chip.hidden ? 0 : 1;
      }
      group.hidden = shown === 0;
      found += shown;
    }
    none.hidden = found > 0;
  });
}

// Who is typing already is left alone: on a slow line this comes late.
if (document.activeElement === document.body) {
  document.querySelector(".entry .input:not([readonly])")?.focus({ preventScroll: true });
}
