// Opens the emulator's inbox in a window of its own on the right half of the screen, beside the shop.

const link = document.getElementById("inbox");

link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const half = Math.floor(screen.availWidth / 2);
  window.open(link.href, "_blank", `popup,noopener,left=${half},top=0,width=${half},height=${screen.availHeight}`);
});
