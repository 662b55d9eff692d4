// Asks every second whether the phone has done its part, then sends the form for which that was waited for.

const form = document.querySelector("form[data-status]");
const SECOND = 1000;

async function isPending() {
  try {
    const answer = await fetch(form.dataset.status);
    return !answer.ok || (await answer.json()).status === "pending";
  } catch {
    return true; // the network is away; ask again
  }
}

async function ask() {
  if (await isPending()) setTimeout(ask, SECOND);
  else form.submit();
}

form.classList.add("automatic");
setTimeout(ask, SECOND);
