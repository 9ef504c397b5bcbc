"""Uses served pages as readers do, and says what is wrong.

    live.py ADDRESS ID FILE    the address of the first page, a persona with several evolutions, and its file

Prints one line of JSON for each fault, like look.py, whose rules hold for these pages too. Nothing waits for a time to pass, only
for what must come.
"""

import sys
from pathlib import Path

from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from look import Look, tell

PATIENCE = 60


class Live(Look):
    def __init__(self, address, persona, file):
        super().__init__(address)
        self.persona = f"personas/{persona}.html"
        self.id, self.file = persona, Path(file)

    def text(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def expect(self, what, condition):
        """Waits until a condition holds, and notes that it never did."""
        try:
            WebDriverWait(self.driver, PATIENCE, ignored_exceptions=(Exception,)).until(lambda _: condition())
        except TimeoutException:
            self.add(self.driver.current_url, "live", f"never: {what}")

    def slider(self):
        self.open(self.persona)
        slider = self.driver.find_element(By.ID, "at")
        newest, last = self.text("#evolution"), self.text(".lead")
        slider.send_keys(Keys.ARROW_LEFT)
        self.expect("another evolution", lambda: self.text("#evolution") != newest)
        self.expect("its figures", lambda: self.text(".lead") != last)
        self.expect("its address", lambda: "at=" in self.driver.current_url)
        self.expect("its name for those who listen", lambda: slider.get_attribute("aria-valuetext") in self.text("#evolution"))
        shown = self.text("#evolution")
        self.driver.refresh()
        self.expect("the same evolution after a reload", lambda: self.text("#evolution") == shown)
        self.driver.find_element(By.ID, "at").send_keys(Keys.END)
        self.expect("the newest again", lambda: self.text("#evolution") == newest)

    def reload(self):
        self.open(self.persona)
        with self.file.open("a") as file:
            file.write("\n\nWritten while somebody reads.\n")
        self.expect("what was saved", lambda: "Written while somebody reads." in self.text("main"))

    def comparison(self):
        self.open("compare.html")
        Select(self.driver.find_element(By.NAME, "left")).select_by_value(self.id)
        self.expect("the chosen persona", lambda: f"left={self.id}" in self.driver.current_url)
        evolutions = Select(self.driver.find_element(By.NAME, "left-at"))
        evolutions.select_by_value("1")
        self.expect("the chosen evolution", lambda: "left-at=1" in self.driver.current_url)


def main():
    address, persona, file = sys.argv[1:]
    live = Live(address, persona, file)
    try:
        for page in ("index.html", live.persona, live.persona + "?at=1", "compare.html"):
            live.page(page)
        live.slider()
        live.comparison()
        live.reload()
        live.messages("after all")
    finally:
        live.driver.quit()
    tell(live.faults)


main()
