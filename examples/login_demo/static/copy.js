// A button that copies the text of a field.

const button = document.querySelector("[data-copies]");
const field = document.getElementById(button.dataset.copies);
const said = document.getElementById("copied");

button.addEventListener("click", async () => {
  field.select();
  await navigator.clipboard.writeText(field.value);
  said.textContent = "Copied";
});
