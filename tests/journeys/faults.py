"""What axe says of a page, on a wide screen and on a phone."""

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, ViewportSize

WIDE, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
AXE = AXE_FILE_PATH.read_text()
FAULTS = """async ([what, colours]) => {
  for (let tries = 0; document.querySelector(".htmx-request, .htmx-settling, .conversations[aria-busy]"); tries++) {
    if (tries > 1000) return ["does not settle"]
    await new Promise(done => setTimeout(done, 20))
  }
  const found = await axe.run(what, {resultTypes: ["violations"], preload: false, rules: {"color-contrast": {enabled: colours}}})
  const faults = found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html.slice(0, 200)))
  return document.documentElement.scrollWidth > innerWidth ? [...faults, "wider than the screen"] : faults
}"""


def faults_of(page: Page, what: str = "html", *, colours: bool = True) -> list[str]:
    """What is wrong with the page, or this part of it, once it has settled: as axe says, or that it is wider than the screen.

    Whether each text stands out from what is behind it takes axe three times as long as all else.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [f"{page.url} {fault}" for fault in page.evaluate(FAULTS, [what, colours])]
