"""What the other tests rely on: a window notes each thing that a page of ours must never do."""

from harness.browsing import Window
from playwright.sync_api import Page, expect

MISDEEDS = """() => {
  const script = document.createElement("script");
  script.textContent = "window.hit = 1";
  document.body.append(script);
  document.body.setAttribute("style", "color: red");
  fetch("http://127.0.0.2:9/elsewhere").catch(() => {});
  console.warn("careful");
  setTimeout(() => { throw new Error("thrown"); });
  document.body.dataset.done = "yes";
}"""


def wait_for_faults(page: Page, window: Window, *beginnings: str) -> None:
    for beginning in beginnings:
        for _ in range(200):
            if any(fault.startswith(beginning) for fault in window.faults):
                break
            page.wait_for_timeout(50)
        else:
            raise AssertionError(f"{beginning} is not among {window.faults}")


def test_what_a_page_must_not_do_is_noted(window: Window) -> None:
    window.allow("")
    page = window.open()
    page.evaluate(MISDEEDS)
    wait_for_faults(
        page,
        window,
        "error: policy: script-src-elem inline",
        "error: policy: style-src-attr inline",
        "error: policy: connect-src",
        "warning: careful",
        "error: thrown",
    )
    expect(page.locator("body")).to_have_attribute("data-done", "yes")
    assert page.evaluate("window.hit") is None
