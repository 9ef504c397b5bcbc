"""Opens pages in Chromium as readers would, and says what is wrong with them.

    look.py FOLDER            every page below the folder, from its files
    look.py --shots OUT FOLDER  keeps a picture of each page at each width, light and dark

Prints one line of JSON for each fault: {"page", "place", "fault"}; nothing when all is well. The expected things stand
in the suite that calls this: no message in the console, no request, no fault of axe's rules for WCAG 2.2 AA, nothing
wider than the window, no two texts on one another, nothing cut, and handouts of one sheet on A4 and Letter.
"""

import base64
import json
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from axe_selenium_python import Axe
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}

# Boxes of text that lie on one another or are cut off, as the eye would see it.
LAYOUT = """
const faults = [];
const page = document.documentElement;
if (page.scrollWidth > page.clientWidth) faults.push(`wider than the window: ${page.scrollWidth} > ${page.clientWidth}`);
const texts = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  const element = node.parentElement;
  if (!node.data.trim() || element.closest('.heard, .skip, svg, style')) continue;
  if (!element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const scroll = element.closest('.scroll')?.getBoundingClientRect();
  for (let box of range.getClientRects()) {
    if (box.width < 1 || box.height < 1) continue;
    if (scroll && box.left >= scroll.right) continue;
    if (scroll && box.right > scroll.right)
      box = new DOMRect(box.left, box.top, scroll.right - box.left, box.height);
    const name = node.data.trim().slice(0, 40);
    if (!element.closest('.scroll') && (box.left < -0.5 || box.right > page.clientWidth + 0.5))
      faults.push(`outside the window: ${name}`);
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      if (up.matches('.scroll')) break;
      const frame = up.getBoundingClientRect();
      if (box.bottom > frame.bottom + 1 || box.right > frame.right + 1) faults.push(`cut: ${name}`);
    }
    texts.push({box, name, element});
  }
}
texts.sort((a, b) => a.box.top - b.box.top);
for (let i = 0; i < texts.length; i++)
  for (let j = i + 1; j < texts.length && texts[j].box.top < texts[i].box.bottom - 4; j++) {
    const a = texts[i].box, b = texts[j].box;
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > Math.min(a.height, b.height) / 2)
      faults.push(`overlap: ${texts[i].name} / ${texts[j].name}`);
  }
return [...new Set(faults)];
"""


def browser():
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))


class Look:
    """Looks at the pages below an address, and keeps what is wrong with them."""

    def __init__(self, root, shots=None):
        self.root, self.shots = root, shots and Path(shots)
        self.driver = browser()
        self.faults = []

    def add(self, page, where, fault):
        self.faults.append({"page": page, "place": where, "fault": fault})

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def show(self, width, scheme):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, page):
        self.show(1440, "light")
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get(self.root + page)

    def page(self, page):
        self.open(page)
        self.messages(page)
        for details in self.driver.find_elements("css selector", "details"):
            self.driver.execute_script("arguments[0].open = true", details)
        for scheme in SCHEMES:
            for width in WIDTHS:
                self.show(width, scheme)
                where = f"{width} {scheme}"
                for fault in self.driver.execute_script(LAYOUT):
                    self.add(page, where, fault)
                if self.shots:
                    self.shoot(page, width, scheme)
            self.axe(page, scheme)
        if page.startswith("handouts/"):
            self.paper(page)

    def messages(self, page):
        if self.driver.execute_script("return window.ran"):
            self.add(page, "load", "a planted script ran")
        for entry in self.driver.get_log("browser"):
            self.add(page, "console", entry["message"])
        for entry in self.driver.get_log("performance"):
            event = json.loads(entry["message"])["message"]
            if event["method"] == "Network.requestWillBeSent":
                request = event["params"]["request"]["url"]
                # A served page may ask its own server, one in a file nobody.
                is_own = self.root.startswith("http:") and request.startswith(self.root)
                if not request.startswith("data:image/") and not is_own and event["params"].get("type") != "Document":
                    self.add(page, "network", request[:200])

    def axe(self, page, scheme):
        axe = Axe(self.driver)
        axe.inject()
        # Rules for WCAG, and those that are good practice: landmarks, headings, names.
        for violation in axe.run()["violations"]:
            for node in violation["nodes"]:
                self.add(page, f"axe {scheme}", f"{violation['id']}: {node['html'][:160]}")

    def paper(self, page):
        for name, (width, height) in PAPERS.items():
            printed = self.command("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=False)
            sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(printed["data"])))
            if sheets != 1:
                self.add(page, name, f"{sheets} sheets")
            # What a sheet holds must also lie on it: the width is that of the paper without its margins.
            self.command("Emulation.setEmulatedMedia", media="print", features=[])
            inner = round((width - 24 / 25.4) * 96)
            self.command("Emulation.setDeviceMetricsOverride", width=inner, height=900, deviceScaleFactor=1, mobile=False)
            for fault in self.driver.execute_script(LAYOUT):
                self.add(page, name, fault)
            self.command("Emulation.setEmulatedMedia", media="", features=[])

    def shoot(self, page, width, scheme):
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        picture = self.command("Page.captureScreenshot", format="png")["data"]
        self.shots.mkdir(parents=True, exist_ok=True)
        name = page.replace("/", "-").replace(".html", "")
        (self.shots / f"{name}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture))


def tell(faults):
    for fault in faults:
        print(json.dumps(fault))


def main():
    words = sys.argv[1:]
    shots = None
    if words[0] == "--shots":
        shots, words = words[1], words[2:]
    folder = Path(words[0]).resolve()
    look = Look(folder.as_uri() + "/", shots)
    try:
        for file in sorted(folder.rglob("*.html")):
            look.page(quote(file.relative_to(folder).as_posix()))
    finally:
        look.driver.quit()
    tell(look.faults)


if __name__ == "__main__":
    main()
