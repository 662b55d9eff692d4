// Dark or light as somebody chose; without a choice, as the system is. A plain script, so that no page flashes.
{
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}
